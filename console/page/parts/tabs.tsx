import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export interface Tab<T extends string> {
  readonly id: T;
  readonly name: string;
}

/** Tabs as the ARIA practices have them: arrows move, the panel follows. */
export function Tabs<T extends string>(props: {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly shown: T;
  readonly show: (tab: T) => void;
  readonly children: ReactNode;
}) {
  const { label, tabs, shown, show, children } = props;
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const place = (tabs.findIndex(({ id }) => id === shown) + step + tabs.length) % tabs.length;
    const next = tabs[place];
    if (!next) return;
    show(next.id);
    list.current?.querySelectorAll('button')[place]?.focus();
  }

  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-selected={id === shown}
            aria-controls={`${prefix}-panel`}
            tabIndex={id === shown ? 0 : -1}
            onClick={() => show(id)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${shown}`}>
        {children}
      </div>
    </>
  );
}
