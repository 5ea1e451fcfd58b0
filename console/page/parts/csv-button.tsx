/** The data of a picture as a file: what the page has already, so nothing is asked for it. */
import { saveCsv } from './save.ts';

export function CsvButton({ name, text }: { readonly name: string; readonly text: () => string }) {
  return (
    <p className="count">
      <button type="button" onClick={() => saveCsv(name, text())}>
        Data as CSV
      </button>
    </p>
  );
}
