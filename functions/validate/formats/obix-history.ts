/**
 * The answer to a query of a history in oBIX, the XML of building management systems (Niagara and others): a list of
 * records, each of values by their names; units stand in the definition of the record, and the name of the history in
 * its address. https://docs.oasis-open.org/obix/obix/v1.1/obix-v1.1.html (Histories)
 */
import { z } from 'zod';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { listOf, readDocument } from './positions.ts';
import { asRows, type Row } from './rows.ts';

export const obixHistory: FileFormat = {
  name: 'obix-history',
  detect: { by: 'text', is: ({ text }) => /<obj\s[^>]*is\s*=\s*["']\/?obix:History(?:Query|Rollup)Out/.test(text) },
  holds: 'cells',
  fixes: {},
  ...asRows(rowsOf, 'The history holds no record.'),
};

const memberSchema = z.object({
  '@name': z.string(),
  '@val': z.string().optional(),
  '@unit': z.string().optional(),
});
type Member = z.infer<typeof memberSchema>;
/** Its members are elements of their types: `abstime`, `real`, `int`. */
const objectSchema = z.record(z.string(), z.unknown());
const listSchema = z.object({ obj: listOf(objectSchema) });
const documentSchema = z.object({
  obj: z.object({
    '@href': z.string().default(''),
    list: listOf(listSchema.catch({ obj: [] })),
    obj: listOf(objectSchema),
  }),
});

function membersOf(object: Readonly<Record<string, unknown>>): Member[] {
  return Object.values(object)
    .flatMap((each): unknown[] => (Array.isArray(each) ? each : [each]))
    .flatMap((each) => memberSchema.safeParse(each).data ?? []);
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /<obj>/, true);
  const { success, data } = documentSchema.safeParse(document);
  if (!success) throw new InputRejected('UNREADABLE', 'The history is not as oBIX has it.');
  const records = data.obj.list.flatMap(({ obj }) => obj.map(membersOf)).filter((members) => members.length > 0);
  const definitions = data.obj.obj.map(membersOf);
  const names = [...new Set(records.flatMap((members) => members.map((each) => each['@name'])))];
  const units = new Map(
    [...definitions, ...records.slice(0, 1)].flatMap((members) =>
      members.flatMap((each): [string, string][] => (each['@unit'] ? [[each['@name'], each['@unit']]] : [])),
    ),
  );
  if (records.length === 0) return;
  const history = nameOf(data.obj['@href']);
  yield { cells: names.map((name) => headingOf(name, units.get(name), history)), line: 0, raw: '' };
  for (const [at, members] of records.entries()) {
    const cells = names.map((name) => members.find((each) => each['@name'] === name)?.['@val'] ?? '');
    yield { cells, line: lines[at] ?? 1, raw: cells.join(', ') };
  }
}

/** The one value of a record is called by its history, with the unit of its definition: `obix:units/kilowatt_hour`. */
function headingOf(name: string, unit: string | undefined, history: string): string {
  const own = name === 'value' && history !== '' ? history : name;
  return unit === undefined ? own : `${own} (${unit.replace(/^.*\//, '').replaceAll('_', ' ')})`;
}

/** `/obix/histories/Site/Main$20meter/~historyQuery/`: Niagara writes other letters by their numbers. */
function nameOf(address: string): string {
  const parts = address.split('/').filter((part) => part !== '' && !part.startsWith('~'));
  const name = (parts.at(-1) ?? '').replace(/\?.*$/, '');
  return name.replace(/[$%]([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
