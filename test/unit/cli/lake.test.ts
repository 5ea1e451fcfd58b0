import { expect, test } from 'vitest';
import { datasetMeant } from '../../../cli/lake.ts';
import { datasetOf } from '../../../shared/lake/keys.ts';

const upload = datasetOf('raw/電力.csv');
const datasets = [upload, datasetOf('raw/june.csv'), datasetOf('raw/july.csv'), datasetOf('raw/north/june.csv')];

test('a dataset is meant by its name, a beginning of it, or its file', () => {
  expect(datasetMeant(upload, datasets)).toBe(upload);
  expect(datasetMeant('july', datasets)).toBe(datasetOf('raw/july.csv'));
  for (const named of ['電力.csv', 'raw/電力.csv', './downloads/電力.csv'])
    expect(datasetMeant(named, datasets)).toBe(upload);
  expect(datasetMeant('june.csv', datasets)).toBe(datasetOf('raw/june.csv'));
  expect(datasetMeant('north/june.csv', datasets)).toBe(datasetOf('raw/north/june.csv'));
  expect(() => datasetMeant('ju', datasets)).toThrow(/^2 datasets begin with 'ju'/);
  expect(() => datasetMeant('may.csv', datasets)).toThrow("begins with 'may.csv', and none of such a file");
});
