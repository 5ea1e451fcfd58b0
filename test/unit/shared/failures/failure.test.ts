import { expect, test } from 'vitest';
import { failureOf } from '../../../../shared/failures/failure.ts';
import { InputRejected, type RejectionCode } from '../../../../shared/runtime/errors.ts';

const adviceOf = (code: RejectionCode) =>
  failureOf('InputRejected', JSON.stringify({ errorMessage: new InputRejected(code).message })).advice;

test('advises to correct the file only where its content is at fault', () => {
  expect(adviceOf('TOO_MANY_REJECTS')).toBe('Correct the file and upload it again.');
  for (const code of ['TIME_ZONE_UNKNOWN', 'SETTING_INVALID'] as const)
    expect(adviceOf(code)).toBe('Put right what was said with the upload, and upload the file again.');
  expect(adviceOf('SOURCE_GONE')).toBe('Upload the file again.');
  expect(adviceOf('KEY_CONFLICT')).toBe('Upload the file under another name.');
});
