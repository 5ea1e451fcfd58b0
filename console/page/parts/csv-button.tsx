/** The data of a picture as a file: what the page has already, so nothing is asked for it. */

export function CsvButton({ name, text }: { readonly name: string; readonly text: () => string }) {
  function save(): void {
    const url = URL.createObjectURL(new Blob([text()], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
  }
  return (
    <p className="count">
      <button type="button" onClick={save}>
        Data as CSV
      </button>
    </p>
  );
}
