/** The list of datasets as CSV, as plain numbers for any spreadsheet. */
import { csvField, withoutFormula } from '../../../shared/text/csv.ts';
import type { ListedDataset } from '../../api/data.ts';

const COLUMNS = {
  dataset: ({ dataset }) => dataset,
  key: ({ key }) => key,
  from: ({ from }) => from,
  to: ({ to }) => to,
  readings: ({ readings }) => readings,
  not_counted: ({ shadowed }) => shadowed,
  used_kwh: ({ used }) => used,
  produced_kwh: ({ produced }) => produced,
  copy_of: ({ copyOf }) => copyOf,
} as const satisfies Readonly<Record<string, (dataset: ListedDataset) => string | number | null>>;

/** @returns a line a dataset; what is not known is empty, which is not zero */
export function datasetsCsv(datasets: readonly ListedDataset[]): string {
  const cells = Object.values(COLUMNS);
  const lines = datasets.map((each) =>
    cells
      .map((cell) => {
        const value = cell(each);
        return typeof value === 'string' ? csvField(withoutFormula(value)) : String(value ?? '');
      })
      .join(','),
  );
  return `${[Object.keys(COLUMNS).join(','), ...lines].join('\r\n')}\r\n`;
}
