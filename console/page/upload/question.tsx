import { useId, useState } from 'react';
import type { Inspected } from '../../api/uploads.ts';
import { Shown } from '../parts/shown.tsx';

type Asked = Extract<Inspected, { kind: 'question' }>;

/** What the file leaves open: its columns with what they are taken for, and the answers, the most likely one first. */
export function Question({
  question,
  answer,
}: {
  readonly question: Asked;
  readonly answer: (layout: string) => void;
}) {
  const { statement, columns, answers, code } = question;
  const [chosen, choose] = useState(answers[0]?.layout ?? '');
  const name = useId();
  return (
    <div className="question">
      <p className="question-title">{statement}</p>
      <Shown caption="Columns as they would be read" table={columns} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer(chosen);
        }}
      >
        <fieldset className="answers">
          <legend>Which is right? The first is the most likely.</legend>
          {answers.map(({ means, layout }, at) => (
            <label key={layout}>
              <input
                type="radio"
                name={name}
                checked={chosen === layout}
                onChange={() => choose(layout)}
                aria-describedby={`${name}-${at}`}
              />
              <span>
                {means}
                <code id={`${name}-${at}`} className="quiet mono" aria-hidden>
                  {layout}
                </code>
              </span>
            </label>
          ))}
        </fieldset>
        <p className="line">
          <button type="submit" className="primary" disabled={chosen === ''}>
            Answer
          </button>
          <span className="quiet mono">{code}</span>
        </p>
      </form>
    </div>
  );
}
