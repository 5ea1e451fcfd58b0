/** Statements to begin with: those that come with the stack, and those that a person keeps in this browser. */
import { useId, useState } from 'react';
import { forgetQuery, savedQueries, saveQuery } from './saved.ts';

export function SavedBar(props: {
  readonly named: readonly { readonly name: string; readonly description: string; readonly sql: string }[];
  readonly text: string;
  readonly open: (sql: string) => void;
}) {
  const { named, text, open } = props;
  const [own, setOwn] = useState(savedQueries);
  const [name, setName] = useState('');
  const id = useId();
  const kept = own.find((query) => query.name === name);
  return (
    <div className="bar">
      <label className="unseen" htmlFor={`${id}-open`}>
        Open a query
      </label>
      <select
        id={`${id}-open`}
        value=""
        onChange={(event) => {
          const chosen = [...own, ...named].find((query) => query.name === event.target.value);
          if (!chosen) return;
          open(chosen.sql);
          setName(own.some((query) => query.name === chosen.name) ? chosen.name : '');
        }}
      >
        <option value="">Open a query …</option>
        {own.length > 0 && (
          <optgroup label="Yours">
            {own.map((query) => (
              <option key={query.name}>{query.name}</option>
            ))}
          </optgroup>
        )}
        <optgroup label="Of the stack">
          {named.map((query) => (
            <option key={query.name} title={query.description}>
              {query.name}
            </option>
          ))}
        </optgroup>
      </select>
      <form
        className="actions"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') setOwn(saveQuery({ name: name.trim(), sql: text }));
        }}
      >
        <label className="unseen" htmlFor={`${id}-name`}>
          Name to keep it under
        </label>
        <input
          id={`${id}-name`}
          value={name}
          placeholder="Name to keep it under"
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" disabled={name.trim() === ''}>
          {kept ? 'Replace' : 'Keep'}
        </button>
        {kept && (
          <button type="button" onClick={() => setOwn(forgetQuery(kept.name))}>
            Forget
          </button>
        )}
      </form>
    </div>
  );
}
