/** A web page with a table, and the XML of old spreadsheets: some portals save either with the ending .xls. */
import { readFile, stat } from 'node:fs/promises';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';
import { framedRows } from './table-frame.ts';

export const html: FileFormat = {
  name: 'html',
  detect: { by: 'text', is: ({ text }) => /^\s*<(!doctype|!--|html|head|body|meta|style|table|div|\?xml)/i.test(text) },
  holds: 'cells',
  fixes: {},
  // Nothing separates its cells: what a lone dot or comma is, the numbers tell, or nobody.
  ...asRows(
    (file) => framedRows(rowsOf(file)),
    'The table of the web page has no rows.',
    undefined,
    async () => '\t',
  ),
};

const MAX_BYTES = 128 * 1024 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A tag of a table, a row or a cell, in HTML or in the XML of a spreadsheet, with what follows it. */
const TAG = /<(\/?)(?:\w+:)?(table|worksheet|row|tr|td|th|cell)\b([^<>]*)>/gi;

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const { size } = await stat(file);
  if (size > MAX_BYTES)
    throw new InputRejected('TOO_LARGE', 'The web page is larger than 128 MB. Save its table as CSV.', { bytes: size });
  const text = await readFile(file, 'utf8');
  const rows = largestTable(text);
  if (rows.length < 2) {
    throw new InputRejected(
      'NOT_READINGS',
      `The file is a web page or XML${titleOf(text)}, not readings. Was a login page saved instead?`,
    );
  }
  yield* rows;
}

function titleOf(text: string): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.trim();
  return title ? ` (“${plain(title)}”)` : '';
}

function largestTable(text: string): Row[] {
  let [best, table]: [Row[], Row[]] = [[], []];
  let cells: string[] = [];
  let [open, span] = [-1, 1];
  let [line, counted, rowLine] = [1, 0, 1];
  const closeCell = (end: number) => {
    if (open >= 0) cells.push(plain(text.slice(open, end)), ...Array.from({ length: span - 1 }, () => ''));
    open = -1;
  };
  const closeRow = (end: number) => {
    closeCell(end);
    if (cells.some((cell) => cell !== '')) table.push({ cells, line: rowLine, raw: cells.join(',') });
    cells = [];
  };
  for (const found of text.matchAll(TAG)) {
    const [tag, closing = '', name = '', attributes = ''] = found;
    for (; counted < found.index; counted += 1) if (text[counted] === '\n') line += 1;
    const kind = name.toLowerCase();
    if (kind === 'table' || kind === 'worksheet') {
      closeRow(found.index);
      if (table.length > best.length) best = table;
      table = [];
    } else if (kind === 'tr' || kind === 'row') {
      closeRow(found.index);
      rowLine = line;
    } else {
      closeCell(found.index);
      if (closing !== '') continue;
      const index = Number(/(?:\w+:)?index="(\d+)"/i.exec(attributes)?.[1] ?? 0);
      while (cells.length + 1 < Math.min(index, MAX_COLUMNS)) cells.push('');
      if (attributes.endsWith('/')) cells.push('');
      else open = found.index + tag.length;
      span = Math.max(1, Math.min(Number(/colspan="?(\d+)/i.exec(attributes)?.[1] ?? 1), MAX_COLUMNS));
    }
  }
  closeRow(text.length);
  return table.length > best.length ? table : best;
}
const MAX_COLUMNS = 2000;

function plain(markup: string): string {
  return markup
    .replace(/<br[^<>]*>/gi, ' ')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
      if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      return ENTITIES[String(name).toLowerCase()] ?? whole;
    })
    .replace(/\s+/g, ' ')
    .trim();
}
