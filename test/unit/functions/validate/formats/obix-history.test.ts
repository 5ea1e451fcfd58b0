import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const record = (at: number, value: string) =>
  `<obj><abstime name="timestamp" val="2026-10-01T0${at}:00:00Z"/>${value}</obj>`;

test('a history without a definition has the unit of its name, and that of its first record', async () => {
  for (const [name, attribute] of [
    ['Main_kWh', ''],
    ['Main', 'unit="obix:units/kilowatt_hour"'],
  ]) {
    const { layout } = await ingest(
      `<obj is="obix:HistoryQueryOut" href="/obix/histories/S/${name}/~historyQuery?limit=3"><list>` +
        `${[0, 1, 2].map((at) => record(at, `<real name="value" val="${at}.5" ${attribute}/>`)).join('')}</list></obj>`,
    );
    expect(layout?.columns.map(({ role, unit }) => `${role} ${unit ?? ''}`)).toEqual(['timestamp ', 'energy kWh']);
  }
});
