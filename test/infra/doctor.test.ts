import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { concurrencyFinding } from '../../cli/doctor/concurrency.ts';
import {
  alarmsFinding,
  bucketFinding,
  machineFinding,
  recipientsFinding,
  ruleFinding,
  statusFinding,
  tablesFinding,
  workgroupFinding,
} from '../../cli/doctor/deployed.ts';
import { uploadPattern } from '../../events/rule.ts';
import { glueTables } from '../../shared/tables/glue-tables.ts';

const pattern = JSON.stringify(uploadPattern('lake'));
const template = readFileSync(new URL('../../statemachine/energy-analytics.asl.json', import.meta.url), 'utf8');
const tables = new Map(glueTables('lake').map((table) => [table.Name, table] as const));
const some = { confirmed: 1, pending: 0 };

describe('doctor --stack', () => {
  it.each([
    ['a finished deployment', statusFinding('s', 'UPDATE_COMPLETE', 'abc')],
    ['a bucket as declared', bucketFinding('lake', { isVersioned: true, sendsEvents: true, isPrivate: true })],
    ['the rule', ruleFinding('lake', [{ pattern, isEnabled: true }])],
    ['the same state machine', machineFinding(template.replaceAll(/\$\{\w+\}/g, 'arn:aws:lambda:x'), template)],
    ['the tables', tablesFinding('energy_db', 'lake', tables)],
    ['the workgroup', workgroupFinding('w', { isEnforced: true, isLimited: true, isInLake: true })],
    ['topics with recipients', recipientsFinding({ alerts: some, operations: some })],
    ['the usual concurrency', concurrencyFinding(1000)],
    [
      'quiet alarms',
      alarmsFinding([
        { name: 'Failed runs', state: 'OK' },
        { name: 'Slow reports', state: 'INSUFFICIENT_DATA' },
      ]),
    ],
  ])('is content with %s', (_, finding) => {
    expect(finding).toMatchObject({ state: 'ok' });
  });

  it.each([
    [
      'a deployment that was taken back',
      statusFinding('s', 'UPDATE_ROLLBACK_COMPLETE', 'abc'),
      'warning',
      'taken back',
    ],
    ['one that failed', statusFinding('s', 'ROLLBACK_FAILED', 'abc'), 'wrong', 'bad state (ROLLBACK_FAILED)'],
    [
      'a bucket that sends no events',
      bucketFinding('lake', { isVersioned: true, sendsEvents: false, isPrivate: true }),
      'wrong',
      'uploads start nothing',
    ],
    [
      'a bucket without versions',
      bucketFinding('lake', { isVersioned: false, sendsEvents: true, isPrivate: true }),
      'wrong',
      'keeps no versions',
    ],
    [
      'a public bucket',
      bucketFinding('lake', { isVersioned: true, sendsEvents: true, isPrivate: false }),
      'wrong',
      'public access',
    ],
    ['a disabled rule', ruleFinding('lake', [{ pattern, isEnabled: false }]), 'wrong', 'is disabled'],
    ["another bucket's rule", ruleFinding('other', [{ pattern, isEnabled: true }]), 'wrong', 'No rule starts'],
    [
      'a changed state machine',
      machineFinding(template.replace('"MaxAttempts": 6', '"MaxAttempts": 5'), template),
      'warning',
      'differs from that of this checkout',
    ],
    ['a missing table', tablesFinding('energy_db', 'lake', new Map()), 'wrong', 'raw_energy_data (is missing)'],
    [
      'a changed table',
      tablesFinding('energy_db', 'lake', new Map<string, unknown>([...tables, ['anomaly_data', {}]])),
      'wrong',
      'anomaly_data (differs)',
    ],
    [
      'a lax workgroup',
      workgroupFinding('w', { isEnforced: false, isLimited: false, isInLake: true }),
      'wrong',
      'does not enforce its settings; does not limit',
    ],
    [
      'topics that nobody hears',
      recipientsFinding({ alerts: some, operations: { confirmed: 0, pending: 0 } }),
      'warning',
      'Nobody receives operations',
    ],
    [
      'recipients who have not confirmed',
      recipientsFinding({ alerts: { confirmed: 1, pending: 1 }, operations: some }),
      'warning',
      'not confirmed yet: 1',
    ],
    ["a new account's concurrency", concurrencyFinding(10), 'warning', '10 functions of the account may run at once'],
    ['reserved concurrency', concurrencyFinding(50, 1000), 'warning', '50 of 1,000 functions'],
    ['concurrency that others have taken', concurrencyFinding(0, 1000), 'wrong', 'No function may run'],
    ['a red alarm', alarmsFinding([{ name: 'Failed runs', state: 'ALARM' }]), 'wrong', 'Alarms are red: Failed runs'],
    ['no alarms', alarmsFinding([]), 'wrong', 'no alarms'],
  ])('says what is wrong with %s', (_, finding, state, text) => {
    expect(finding).toMatchObject({ state, text: expect.stringContaining(text) });
  });
});

it('says how long many uploads take', () => {
  // Nine seconds of functions each, at twice the time that never idle functions would need.
  expect(concurrencyFinding(1000).text).toMatch(
    /: 100 uploads at once take at most 9\.0 s, 10,000 uploads at once take at most 2 min/,
  );
  expect(concurrencyFinding(10).text).toMatch(/ 100 uploads .* 2 min 59 s, 10,000 uploads .* 4 h 59 min/);
});
