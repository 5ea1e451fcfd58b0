import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metadataText, textOfMetadata } from '../../../../shared/lake/upload-metadata.ts';

describe('a name in the metadata of an upload', () => {
  it.each([
    ['plain', 'home 2', 'home 2'],
    ['of other letters', 'Café 한국', '=?UTF-8?B?Q2Fmw6kg7ZWc6rWt?='],
    ['that looks encoded', '=?UTF-8?B?YQ==?=', '=?UTF-8?B?PT9VVEYtOD9CP1lRPT0/PQ==?='],
  ])('%s goes into a header and comes back', (_, text, header) => {
    expect(metadataText(text)).toBe(header);
    expect(textOfMetadata(header)).toBe(text);
  });

  it.each([
    ['Caf=?UTF-8?Q?=C3=A9?=', 'Café'],
    ['=?utf-8?q?Haus_Z=C3=BCrich?=', 'Haus Zürich'],
    ['=?UTF-8?B?w6k=?= =?UTF-8?B?w6k=?=', 'éé'],
  ])('is read as S3 writes it: %s', (header, text) => {
    expect(textOfMetadata(header)).toBe(text);
  });

  it('is any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = text.toWellFormed();
        expect(metadataText(clean)).toMatch(/^[\x20-\x7e]*$/);
        expect(textOfMetadata(metadataText(clean))).toBe(clean);
      }),
    );
  });
});
