import { expect, it } from 'vitest';
import { placeIn } from '../../../../../console/page/query/place.ts';

it('finds the place that an error names', () => {
  expect(placeIn("COLUMN_NOT_FOUND: line 2:7: Column 'kw' cannot be resolved")).toEqual({ line: 2, column: 7 });
  expect(placeIn('The query did not run. line 1:8: mismatched input')).toEqual({ line: 1, column: 8 });
  expect(placeIn('The bucket is not there')).toBeUndefined();
});
