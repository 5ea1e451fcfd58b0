/** Tables that come once for each meter. */
import { expect, it } from 'vitest';
import { refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

/** Both times of the hour that the clock shows twice, told by their order. */
const hours = [0, 1, 2, 2, 3, 4, 5, 6];
const section = (above: string, kwh: number) => [
  above,
  'Zeit;Verbrauch [kWh];Ersatzwert',
  ...hours.map((hour) => `25.10.2026 0${hour}:00;${String(kwh).replace('.', ',')};nein`),
  ';;',
];
const zone = { metadata: { 'time-zone': 'Europe/Berlin' } };

it.each([
  ['behind a colon', 'Messstelle:;Whg. 1;', 'Messstelle:;Whg. 2;'],
  ['in one cell', 'Messstelle: Whg. 1', 'Messstelle: Whg. 2'],
  ['beside their word', 'Wohnung;Whg. 1;', 'Wohnung;Whg. 2;'],
])('are series by the names above them, %s', async (_, first, second) => {
  const text = ['Nachweis;;', 'Liegenschaft 20418;Lindenweg 3;', ...section(first, 0.25), ...section(second, 0.5), ''];
  const { rows, rejected } = await ingest(text.join('\n'), zone);
  expect(rejected).toEqual([]);
  const sum = (name: string) =>
    rows.reduce((all, { appliance, kwh }) => all + (appliance === name ? Number(kwh) : 0), 0);
  expect([sum('Whg. 1'), sum('Whg. 2')]).toEqual([2, 4]);
});

it('are none where the lines above them name no meter', async () => {
  const text = [...section('Seite: 1', 0.25), ...section('Seite: 2', 0.5), ''].join('\n');
  expect((await refusalOfUpload(text, zone)).sentence).toContain('several times');
});
