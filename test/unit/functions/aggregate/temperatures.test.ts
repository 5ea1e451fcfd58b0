/** Outdoor temperatures of whole files by day. */
import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../helpers/aggregated.ts';

const hours = (days: number, cells: (hour: number) => string) =>
  Array.from({ length: 24 * days }, (_, hour) => {
    const [day, of] = [String(1 + Math.floor(hour / 24)).padStart(2, '0'), String(hour % 24).padStart(2, '0')];
    return `2026-05-${day} ${of}:00,${cells(hour)}`;
  }).join('\n');

const daysOf = async (head: string, cells: (hour: number) => string) =>
  (await tableOf('temperature_data', `time,Consumption (kWh),${head}\n${hours(3, cells)}`))?.map((row) => [
    row.series,
    String(row.day).slice(0, 10),
    Number(Number(row.celsius).toFixed(9)),
  ]);

describe('the temperature outdoors', () => {
  it('is the mean of each day; days with less than half of the readings are left out', async () => {
    const cells = (hour: number) => `1,${hour < 24 ? hour : hour < 48 ? 10 : hour < 50 ? 30 : ''}`;
    expect(await daysOf('Outdoor temperature (°C)', cells)).toEqual([
      ['Outdoor temperature (°C)', '2026-05-01', 11.5],
      ['Outdoor temperature (°C)', '2026-05-02', 10],
    ]);
  });

  it('is in °C, whatever the file writes', async () => {
    expect(await daysOf('Temperature (°F)', () => '1,50')).toMatchObject([
      ['Temperature (°F)', '2026-05-01', 10],
      ['Temperature (°F)', '2026-05-02', 10],
      ['Temperature (°F)', '2026-05-03', 10],
    ]);
  });

  it('is that of the column that says so among others', async () => {
    const found = await daysOf('Kitchen temperature (°C),Temperature outside (°C)', () => '1,21,8');
    expect(found?.[0]).toEqual(['Temperature outside (°C)', '2026-05-01', 8]);
  });

  it.each(['Kitchen temperature (°C)', 'Flow temperature (°C)'])('is not that of %s', async (head) => {
    expect(await daysOf(head, () => '1,21')).toBeUndefined();
  });
});
