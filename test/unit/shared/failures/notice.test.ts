import { expect, test } from 'vitest';
import { failureNotice } from '../../../../shared/failures/notice.ts';

/** As Step Functions describes a run that ended in a refusal. */
function refused(code: string, details: object) {
  const rejection = JSON.stringify({ code, message: 'Nothing says the unit.', details });
  const cause = JSON.stringify({ errorType: 'InputRejected', errorMessage: rejection });
  return failureNotice({ name: 'r1', status: 'FAILED', error: 'InputRejected', cause });
}

test('a question is told as one, with the command that answers it', () => {
  const candidates = [{ means: 'in Wh', setting: { unit: 'Wh' } }];
  const { subject, text, attributes } = refused('UNIT_UNKNOWN', { statement: 'Nothing says the unit.', candidates });
  expect(subject).toBe('MEDIUM: the run r1 asks something');
  expect(text).toContain('leaves something open, which a person has to answer');
  expect(text).toContain(`run FILE --layout '{"unit":"Wh"}'`);
  expect(text).toContain('show r1');
  expect(text).not.toMatch(/at fault|Correct the file|replay/);
  expect(attributes).toMatchObject({ class: 'question' });
});

test('an answer that is too long for a message is left to the run', () => {
  const columns = Object.fromEntries(Array.from({ length: 40 }, (_, nth) => [`c${nth}`, { role: 'ignored' }]));
  const { text } = refused('UNIT_UNKNOWN', { statement: 'x', candidates: [{ means: 'm', setting: { columns } }] });
  expect(text).toContain('Upload it again with an answer.');
  expect(text).not.toContain('--layout');
});

test('a refused file is at fault, and is to be corrected', () => {
  const { subject, text, attributes } = refused('TOO_MANY_REJECTS', {});
  expect(subject).toBe('MEDIUM: the run r1 was not analysed');
  expect(text).toContain('the upload is at fault');
  expect(text).toContain('Correct the file and upload it again.');
  expect(attributes).toMatchObject({ class: 'data' });
});
