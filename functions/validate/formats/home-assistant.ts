/**
 * The downloads of Home Assistant: a history with the states of entities, and the energy dashboard's, which has a row
 * for each statistic and a column for each hour.
 */

import { otherUnitOf } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { linesOf, MAX_LINE_BYTES } from '../open/index.ts';
import { splitCells } from './csv.ts';
import type { FileFormat } from './format.ts';
import { energyUnitOf } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

export const homeAssistantEnergy: FileFormat = {
  name: 'home-assistant-energy',
  detect: { by: 'text', is: ({ text }) => /^\s*"?entity_id"?,"?type"?,"?unit"?,"?\d{4}-\d\d-\d\dT/i.test(text) },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(readings, 'The download holds no statistic of energy.'),
};

const HISTORY = /^\s*"?entity_id"?,"?state"?,"?(last_changed|last_updated)"?/i;

export const homeAssistantHistory: FileFormat = {
  name: 'home-assistant-history',
  detect: { by: 'text', is: ({ text }) => HISTORY.test(text) },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(states, 'The history holds no state.'),
};

/** States that say that there is none. */
const NO_STATE = ['unavailable', 'unknown', 'none', ''];

async function* states(file: string): AsyncGenerator<Row> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const [entity = '', state = '', time = ''] = splitCells(raw, ',');
    if (line === 1) yield { cells: ['entity_id', 'value', 'time'], line, raw };
    else if (raw.trim() !== '')
      yield { cells: [entity, NO_STATE.includes(state.toLowerCase()) ? '' : state, time], line, raw };
  }
}

const FIRST_TIME = 3;
const MAX_CELLS = 10_000_000;

/** The table turned: a row for each hour, a column for each statistic, named by its type, its entity and its unit. */
async function* readings(file: string): AsyncGenerator<Row> {
  let times: readonly string[] = [];
  const columns: { name: string; cells: readonly string[] }[] = [];
  for await (const line of linesOf(file)) {
    if (line.length > MAX_LINE_BYTES)
      throw new InputRejected('TOO_LARGE', 'A line of the download is longer than 1 MB. Download less at a time.');
    const [entity = '', type = '', unit = '', ...cells] = splitCells(line, ',');
    if (times.length === 0) times = cells;
    else if (energyUnitOf(unit) || otherUnitOf(unit) === 'volume')
      columns.push({ name: `${type} ${entity} (${unit})`, cells });
    if (columns.length * times.length > MAX_CELLS)
      throw new InputRejected('TOO_LARGE', 'The download holds too many hours. Download less at a time.');
  }
  if (columns.length === 0) return;
  yield { cells: ['start', ...columns.map(({ name }) => name)], line: 1, raw: '' };
  for (const [at, time] of times.entries()) {
    if (time.trim() === '') continue;
    const cells = columns.map((column) => column.cells[at] ?? '');
    yield { cells: [time, ...cells], line: 1, raw: `column ${at + FIRST_TIME + 1}: ${[time, ...cells].join(',')}` };
  }
}
