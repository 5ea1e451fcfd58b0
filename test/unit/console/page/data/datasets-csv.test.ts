import { expect, it } from 'vitest';
import { datasetsCsv } from '../../../../../console/page/data/datasets-csv.ts';

it('writes a line a dataset, nothing for what is not known, and no formula', () => {
  const known = { from: '2026-10-01T00:00:00', to: '2026-10-31T00:00:00', readings: 744, used: 12.5, produced: null };
  const csv = datasetsCsv([
    { ...known, dataset: 'june-1', key: 'raw/a,b.csv', bases: ['house'], copyOf: null, shadowed: 3 },
    {
      ...{ dataset: '=x', key: 'raw/x', from: null, to: null, readings: null, used: null, produced: null },
      ...{ bases: [], copyOf: 'june-1', shadowed: 0 },
    },
  ]);
  expect(csv.split('\r\n')).toEqual([
    'dataset,key,from,to,readings,not_counted,used_kwh,produced_kwh,copy_of',
    'june-1,"raw/a,b.csv",2026-10-01T00:00:00,2026-10-31T00:00:00,744,3,12.5,,',
    "'=x,raw/x,,,,0,,,june-1",
    '',
  ]);
});
