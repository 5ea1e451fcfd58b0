import { expect, it } from 'vitest';
import { dataDictionary } from '../../../../shared/documents/data-dictionary.ts';

it('says what the declarations say', async () => {
  await expect(dataDictionary()).toMatchFileSnapshot('../../../../docs/DATA-DICTIONARY.md');
});
