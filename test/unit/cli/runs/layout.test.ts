/** What a file leaves open, as a person meets it on the command line. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InputRejected } from '../../../../shared/runtime/errors.ts';
import { energy } from '../../../helpers/energy.ts';
import { ingest } from '../../../helpers/validate.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layout-'));
  const hours = [100, 'x', 300, 400].map((value, hour) => `03/04/2026 0${hour}:00;${value}`);
  await writeFile(join(folder, 'open.csv'), ['date;Kitchen', ...hours].join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

const inspect = (...args: string[]) => energy(['inspect', 'open.csv', ...args], folder);

/** The setting of the first answer that is offered. */
function firstAnswer(stderr: string): string {
  return /1\..*\n +--layout '(\{.*\})'$/m.exec(stderr)?.[1] ?? '';
}

test('each question comes with the options that answer it, and they repeat what was said before', async () => {
  const unit = await inspect();
  expect(unit).toMatchObject({ code: 1, stdout: '' });
  expect(unit.stderr).toContain('UNIT_UNKNOWN');
  expect(unit.stderr).toMatch(/^Kitchen +100, x, 300 +consumption in Wh$/m);
  expect(unit.stderr).toContain('1. as proposed, date_order DMY');
  // One answer settles all that is open: the unit, what is measured, and the order of dates.
  const all = { columns: { Kitchen: { role: 'energy', unit: 'Wh', flow: 'consumption' } }, date_order: 'DMY' };
  expect(JSON.parse(firstAnswer(unit.stderr))).toEqual(all);
  expect(await inspect('--layout', firstAnswer(unit.stderr))).toMatchObject({ code: 0 });

  const order = await inspect('--layout', '{"unit":"Wh"}');
  expect(order.stderr).toContain('LAYOUT_AMBIGUOUS');
  expect(JSON.parse(firstAnswer(order.stderr))).toMatchObject({ unit: 'Wh', date_order: 'DMY' });

  const told = await inspect('--layout', firstAnswer(order.stderr), '--json');
  expect(told.code).toBe(0);
  expect(JSON.parse(told.stdout)).toMatchObject({
    layout: { time: { order: 'DMY' }, columns: [{ role: 'timestamp' }, { role: 'energy', unit: 'Wh' }] },
    readings: { accepted: 3, rejected: 1 },
    rejected: [{ code: 'VALUE_INVALID', count: 1 }],
    examples: [{ line: 3, column: 'Kitchen' }],
  });
  expect(JSON.parse(told.stdout).first[0]).toMatchObject({ timestamp: '2026-04-03 00:00:00', kwh: '0.100000000' });
});

describe('a file without a single good reading', () => {
  const files = {
    'conflicts.csv': ['timestamp,kwh', '2026-03-04 00:00,1', '2026-03-04 00:00,2', '2026-03-04 00:00,3'],
    'words.csv': ['timestamp,kwh', ...[0, 1, 2].map((hour) => `2026-03-04 0${hour}:00,${'?'.repeat(hour + 1)}`)],
    'days-of-words.csv': ['from,to,kwh', '2026-03-04 00:00,2026-03-04 01:00,x', '2026-03-04 01:00,2026-03-04 02:00,y'],
  };
  test.each(Object.entries(files))('%s is shown, with what a run says of it', async (name, lines) => {
    await writeFile(join(folder, name), lines.join('\n'));
    const layout = ['--layout', '{"columns":{"kwh":{"role":"energy","unit":"kWh"}}}'];
    const shown = await energy(['inspect', name, ...layout], folder);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('Would be quarantined');
    expect(shown.stdout).toContain('line 2:');
    // No headings of a table without rows, and no name of a fact without a value.
    expect(shown.stdout).not.toMatch(/^(Flow +Energy|Site +Series|Series +Timestamp|\w+ *)$/m);
    const refused = ingest(lines.join('\n'), { metadata: { layout: layout.at(-1) ?? '' } });
    const { code, sentence } = await refused.then(
      () => expect.unreachable('a run must refuse it'),
      (error: InputRejected) => error,
    );
    expect(shown.stdout).toContain(`${code}: ${sentence}`);
  });
});

test('a layout that is kept answers for every later upload of the name', async () => {
  const lake = join(folder, 'lake');
  const layout = '{"unit":"Wh","date_order":"MDY"}';
  const kept = await inspect('--layout', layout, '--keep', 'op*.csv', '--lake', lake, '--port', '0');
  expect(kept.code).toBe(0);
  expect(JSON.parse(await readFile(join(lake, 'lake/energy-lake/config/layouts.json'), 'utf8'))).toEqual([
    { match: 'op*.csv', layout: JSON.parse(layout) },
  ]);
  const run = await energy(['run', 'open.csv', '--lake', lake, '--port', '0', '--json'], folder, {
    ENERGY_REJECT_LIMIT: '0.5',
  });
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    summary: { period: { from: '2026-03-04T00:00:00' }, readings: { accepted: 3 } },
  });
});

test.each([
  ['{unit:Wh}', 2, 'single quotes'],
  ['nowhere.json', 2, 'single quotes'],
  ['{"unit":"Joule"}', 2, 'expected one of "mWh"'],
  ['{"columns":{"Kitchen":{"units":"Wh"}}}', 2, 'columns.Kitchen'],
  ['{"unit":"Wh","columns":{"Bath":{"unit":"Wh"}}}', 1, 'It has "date", "Kitchen".'],
])('--layout %s is answered with what to do', async (layout, code, says) => {
  const ended = await inspect('--layout', layout);
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).toContain(says);
});
