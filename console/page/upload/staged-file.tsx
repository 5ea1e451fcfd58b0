/** One file: inspected at once, and again with each answer, until it is sent. */
import { useCallback, useId, useRef, useState } from 'react';
import { bytes } from '../../../cli/output/format.ts';
import { type Inspected, inspectUpload, type Staged, sendUpload } from '../../api/uploads.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf, useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { go, runPath } from '../route.ts';
import { Question } from './question.tsx';
import { Understood } from './understood.tsx';

/** What a person says of a file. */
interface Said {
  readonly layout: string;
  readonly timeZone: string;
  readonly siteId: string;
}
const NOTHING: Said = { layout: '', timeZone: '', siteId: '' };

export function StagedFile({ staged, leave }: { readonly staged: Staged; readonly leave: () => void }) {
  const { file, name, bytes: size } = staged;
  const [said, setSaid] = useState<Said>(NOTHING);
  const [sending, setSending] = useState(false);
  const [unsent, setUnsent] = useState<Refused>();
  const [isUnread, setUnread] = useState(false);
  const { value, refused, again } = useAsked(
    useCallback(() => call(inspectUpload, { file, ...said }), [file, said]),
    () => undefined,
  );
  const [shownFor, setShownFor] = useState<{ said: Said; value: Inspected }>();
  if (value && shownFor?.value !== value) setShownFor({ said, value });
  const current = shownFor?.said === said ? shownFor.value : undefined;
  const article = useRef<HTMLElement>(null);

  /** What was answered goes, and the focus with it: whoever uses the keyboard goes on at the file. */
  function read(next: Said): void {
    setSaid(next);
    article.current?.focus();
  }

  async function send(): Promise<void> {
    setSending(true);
    setUnsent(undefined);
    try {
      const { run } = await call(sendUpload, { file, ...said });
      leave();
      go(runPath(run));
    } catch (error) {
      setUnsent(refusalOf(error));
      setSending(false);
    }
  }

  return (
    <article ref={article} className="staged" aria-label={name} tabIndex={-1}>
      <p className="unseen" role="status">
        {`${name}: ${refused ? 'could not be read' : current ? READ_AS[current.kind] : 'is read'}`}
      </p>
      <header className="page-head">
        <h2>
          <Icon name="file" /> {name} <span className="quiet">{bytes(size)}</span>
        </h2>
        <div className="actions">
          <button type="button" onClick={leave}>
            Leave it
          </button>
          <button
            type="button"
            className="primary"
            disabled={sending || isUnread || current?.kind !== 'understood'}
            onClick={() => void send()}
          >
            {sending ? 'Sending …' : 'Send and run'}
          </button>
        </div>
      </header>
      {isUnread && <p role="status">What you have typed below is not read yet: Read it so, then send it.</p>}
      {unsent && <RefusedNote refused={unsent} />}
      <Settings key={`${said.timeZone} ${said.siteId} ${said.layout}`} said={said} say={read} mark={setUnread} />
      {refused && <RefusedNote refused={refused} again={again} />}
      {!refused && !current && <p>Reading the file …</p>}
      {!refused && current && <Shown inspected={current} answer={(layout) => read({ ...said, layout })} />}
    </article>
  );
}

/** What is read out, since it appears far from where the focus is. */
const READ_AS = {
  understood: 'is understood, and can be sent',
  question: 'leaves a question open',
  refused: 'cannot be used as it is',
} as const satisfies Record<Inspected['kind'], string>;

function Shown({ inspected, answer }: { readonly inspected: Inspected; readonly answer: (layout: string) => void }) {
  switch (inspected.kind) {
    case 'understood':
      return <Understood inspected={inspected} />;
    case 'question':
      return <Question question={inspected} answer={answer} />;
    case 'refused':
      return (
        <div className="note tone-bad" role="alert">
          <Icon name="cross" />
          <div>
            <p className="note-title">{inspected.sentence}</p>
            <p>Correct the file, or say below what it does not say of itself.</p>
            <p className="mono">{inspected.code}</p>
          </div>
        </div>
      );
  }
}

function isSame(one: Said, other: Said): boolean {
  return one.layout === other.layout && one.timeZone === other.timeZone && one.siteId === other.siteId;
}

/** Zone and site, as `--time-zone` and `--site-id`; the layout is what answers made of it. */
function Settings({
  said,
  say,
  mark,
}: {
  readonly said: Said;
  readonly say: (said: Said) => void;
  /** Is told whether something is typed that was not read yet. */
  readonly mark: (isUnread: boolean) => void;
}) {
  const prefix = useId();
  const [typed, setTyped] = useState(said);
  const field = (name: keyof Said, label: string, placeholder: string) => (
    <div className="field">
      <label htmlFor={`${prefix}-${name}`}>{label}</label>
      <input
        id={`${prefix}-${name}`}
        value={typed[name]}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(event) => {
          const next = { ...typed, [name]: event.target.value };
          setTyped(next);
          mark(!isSame(next, said));
        }}
      />
    </div>
  );
  return (
    <details className="settings" open={said !== NOTHING}>
      <summary>Say what the file does not say of itself</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mark(false);
          if (!isSame(typed, said)) say(typed);
        }}
      >
        {field('timeZone', 'Time zone', 'Europe/Berlin')}
        {field('siteId', 'Site', 'home')}
        {field('layout', 'Layout (JSON)', '{"unit": "Wh"}')}
        <button type="submit">Read it so</button>
      </form>
    </details>
  );
}
