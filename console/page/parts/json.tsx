/** JSON as a person reads it; text that is none stays as it is. */
export function Json({ label, text }: { readonly label: string; readonly text: string | null }) {
  if (text === null) return <p className="quiet">There is none yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className="json" tabIndex={0} aria-label={label}>
      <pre>{readable(text)}</pre>
    </section>
  );
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
