/** What the head of a text file is taken for, without reading the whole of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textFormat } from '../../functions/validate/formats/index.ts';
import { readHead } from '../../functions/validate/open/index.ts';
import { recognise } from '../../functions/validate/recognise/recognise.ts';
import type { Layout, LayoutColumn, LayoutSettings } from '../../shared/readings/layout.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';

export async function recogniseText(text: string, settings: LayoutSettings = {}): Promise<Layout> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-recognise-'));
  try {
    const file = join(folder, 'upload.csv');
    await writeFile(file, text);
    const format = textFormat(await readHead(file));
    const zone = { name: settings.time_zone ?? 'UTC', said: true };
    const found = await recognise(file, { encoding: 'utf-8', compression: 'none', format }, settings, zone);
    return found.layout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The columns by their names. */
export async function columnsOfText(text: string, settings?: LayoutSettings): Promise<Record<string, LayoutColumn>> {
  const { columns } = await recogniseText(text, settings);
  return Object.fromEntries(columns.map((column) => [column.name, column]));
}

/** What a file of which something is open is asked. */
export async function questionOfText(text: string, settings?: LayoutSettings): Promise<InputRejected> {
  const error = await recogniseText(text, settings).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputRejected)) throw new Error(`nothing is asked: ${String(error)}`);
  return error;
}

/** A table with a row an hour from 1 May 2026. @param columns a cell for each hour, by the column's heading */
export function hourlyTable(columns: Readonly<Record<string, (hour: number) => string | number>>, hours = 96): string {
  const headings = Object.keys(columns);
  const rows = Array.from({ length: hours }, (_, hour) => {
    const time = new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
    return [time, ...Object.values(columns).map((cell) => cell(hour))].join(',');
  });
  return [['timestamp', ...headings].join(','), ...rows, ''].join('\n');
}
