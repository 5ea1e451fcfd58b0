/** Random homes come back from every view in which they are exported, whatever the order of rows and columns. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputRejected } from '../../../../../shared/runtime/errors.ts';
import {
  energyColumn,
  type Home,
  type HomeColumn,
  homeArbitrary,
  longFile,
  signedColumn,
  totalKwh,
  wideFile,
} from '../../../../helpers/homes.ts';
import { inspected } from '../../../../helpers/inspected.ts';
import { shuffled } from '../../../../helpers/readings.ts';
import { ingest } from '../../../../helpers/validate.ts';

const RUNS = { numRuns: 3 };
const solar = homeArbitrary(fc.constant(true), fc.constant(false));
const battery = homeArbitrary(fc.constant(true), fc.constant(true));
const plain = homeArbitrary(fc.constant(false), fc.constant(false));

async function totalsOf(text: string) {
  const { layout } = await ingest(text, { metadata: { 'time-zone': 'UTC' } });
  const totals = layout?.balance?.totals;
  if (!totals) throw new Error('no balance');
  return totals;
}

const near = (kwh: number) => expect.closeTo(kwh, 6);

const GRID_AND_SOLAR = [
  energyColumn('grid import kWh', 'import'),
  energyColumn('grid export kWh', 'export'),
  energyColumn('solar production kWh', 'production'),
];
const WITH_BATTERY = [
  ...GRID_AND_SOLAR,
  energyColumn('battery charge kWh', 'charge'),
  energyColumn('battery discharge kWh', 'discharge'),
];

interface View {
  readonly homes: fc.Arbitrary<Home>;
  readonly columns: readonly HomeColumn[];
}
const VIEWS: Readonly<Record<string, View>> = {
  'import, export and production': { homes: solar, columns: GRID_AND_SOLAR },
  'the same with a battery': { homes: battery, columns: WITH_BATTERY },
  'the house meter beside its terms': {
    homes: battery,
    columns: [energyColumn('home consumption kWh', 'use'), ...WITH_BATTERY],
  },
  'a signed grid beside the production': {
    homes: solar,
    columns: [signedColumn('grid net kWh', 'import', 'export'), energyColumn('solar production kWh', 'production')],
  },
  'German words': {
    homes: solar,
    columns: [
      energyColumn('Netzbezug (kWh)', 'import'),
      energyColumn('Einspeisung (kWh)', 'export'),
      energyColumn('Erzeugung (kWh)', 'production'),
    ],
  },
};

function expected(home: Home) {
  return {
    use_kwh: near(totalKwh(home, 'use')),
    production_kwh: near(totalKwh(home, 'production')),
    import_kwh: near(totalKwh(home, 'import')),
    export_kwh: near(totalKwh(home, 'export')),
  };
}

describe('a home', () => {
  it.each(Object.entries(VIEWS))('comes back from %s, whatever the order', async (_, { homes, columns }) => {
    await fc.assert(
      fc.asyncProperty(homes, fc.integer({ min: 1, max: 1000 }), async (home, seed) => {
        expect(await totalsOf(wideFile(home, columns))).toMatchObject(expected(home));
        const order = shuffled([...home.hours.keys()], seed);
        expect(await totalsOf(wideFile(home, shuffled(columns, seed), order))).toMatchObject(expected(home));
      }),
      RUNS,
    );
  });

  it('is understood by inspect as by a run', async () => {
    const views = Object.values(VIEWS).map(({ homes, columns }) => homes.map((home) => wideFile(home, columns)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(...views), async (text) => {
        const run = await ingest(text, { metadata: { 'time-zone': 'UTC' } });
        const { layout, readings, refusal } = await inspected(text, 'UTC');
        expect(refusal).toBeNull();
        expect(run.output).toMatchObject({ readings });
        expect(layout).toEqual(run.layout);
      }),
      RUNS,
    );
  });

  it('comes back from rows that name the flow', async () => {
    await fc.assert(
      fc.asyncProperty(solar, async (home) => {
        const text = longFile(
          home,
          [
            energyColumn('Grid import', 'import'),
            energyColumn('Grid export', 'export'),
            energyColumn('Solar production', 'production'),
          ],
          'name',
        );
        expect(await totalsOf(text)).toMatchObject(expected(home));
      }),
      RUNS,
    );
  });

  it('is used once where its circuits stand beside the whole', async () => {
    await fc.assert(
      fc.asyncProperty(plain, async (home) => {
        const { rows } = await ingest(
          wideFile(home, [
            energyColumn('Total usage (kWh)', 'use'),
            energyColumn('Kitchen (kWh)', 'kitchen'),
            energyColumn('Heat pump (kWh)', 'heating'),
          ]),
        );
        const sum = rows.reduce((total, { kwh }) => total + Number(kwh ?? 0), 0);
        expect(sum).toBeCloseTo(totalKwh(home, 'use'), 6);
        expect(rows.some(({ appliance }) => appliance === 'rest')).toBe(true);
      }),
      RUNS,
    );
  });

  it('knows no use where only the grid is measured', async () => {
    await fc.assert(
      fc.asyncProperty(solar, async (home) => {
        const totals = await totalsOf(
          wideFile(home, [energyColumn('imported kWh', 'import'), energyColumn('exported kWh', 'export')]),
        );
        expect(totals).toMatchObject({
          import_kwh: near(totalKwh(home, 'import')),
          export_kwh: near(totalKwh(home, 'export')),
          production_kwh: null,
          self_used_kwh: null,
        });
      }),
      RUNS,
    );
  });

  it('gives no figure without a question where its headings say nothing', async () => {
    await fc.assert(
      fc.asyncProperty(battery, async (home) => {
        const nameless = WITH_BATTERY.map(({ cell }, at) => ({ heading: `c${at + 1}`, cell }));
        await expect(ingest(wideFile(home, nameless))).rejects.toBeInstanceOf(InputRejected);
      }),
      RUNS,
    );
  });
});
