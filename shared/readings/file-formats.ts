/**
 * What is known of every format without reading a file: its name in a layout, what people call it, and how it is told. The code
 * of each is one file of functions/validate/formats.
 */
export interface FileFormatFacts {
  readonly title: string;
  /** How a file of it is told from others, as the second half of a sentence. */
  readonly told: string;
  /** Its registers are those of the grid's meter: consumption came in through it, generation went out. */
  readonly atGridMeter?: true;
}

/** As a layout names them. */
export const FORMAT_NAMES = ['csv', 'json-array', 'ndjson', 'parquet', 'nem12'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const FILE_FORMATS: Readonly<Record<FormatName, FileFormatFacts>> = {
  csv: { title: 'CSV', told: 'text in lines, with cells between commas, semicolons, tabs or bars' },
  'json-array': { title: 'JSON', told: 'text that begins with [' },
  ndjson: { title: 'NDJSON', told: 'text that begins with {' },
  parquet: { title: 'Parquet', told: 'begins with the bytes PAR1' },
  nem12: { title: 'NEM12', told: 'begins with the record 100,NEM12', atGridMeter: true },
};

/** @returns `CSV, JSON, NDJSON, Parquet or NEM12` */
export function formatTitles(): string {
  const titles = Object.values(FILE_FORMATS).map(({ title }) => title);
  return `${titles.slice(0, -1).join(', ')} or ${titles.at(-1)}`;
}
