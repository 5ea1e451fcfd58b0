import { expect, it } from 'vitest';
import { loadStage, parseStage, StageInvalid, stageNames } from '../../infra/stages/load.ts';

const { config } = loadStage('dev');

/** What is said of a configuration that differs from dev's in one place. */
function faultOf(change: Record<string, unknown>, env: Record<string, string> = {}): string {
  try {
    parseStage('dev', { ...structuredClone(config), ...change }, env);
  } catch (error) {
    if (error instanceof StageInvalid) return error.message;
    throw error;
  }
  return 'valid';
}

it.each(stageNames())('%s is valid', (name) => {
  expect(loadStage(name)).toMatchObject({ name, stackName: `energy-analytics-${name}` });
});

it('keeps the lake of prod, and its versions longer than any way back', () => {
  const { retention, onDestroy } = loadStage('prod').config;
  expect(onDestroy).toBe('retain');
  expect(retention.noncurrentDays).toBeGreaterThan(retention.rollbackDays);
});

it('gives each stage a database of its own, for they may share an account and region', () => {
  const databases = stageNames().map((name) => loadStage(name).config.database);
  expect(new Set(databases).size).toBe(databases.length);
});

it('names the stages that there are', () => {
  expect(() => loadStage('staging')).toThrow('There is no stage "staging". There are dev and prod');
});

it.each([
  [
    'a time zone that does not exist',
    { settings: { ...config.settings, ENERGY_TIME_ZONE: 'Mars/Olympus' } },
    'settings.ENERGY_TIME_ZONE: not an IANA time zone',
  ],
  [
    'a missing tariff',
    { settings: { ...config.settings, ENERGY_TARIFF_RATE: undefined } },
    'settings.ENERGY_TARIFF_RATE',
  ],
  [
    'a setting that does not exist',
    { settings: { ...config.settings, ENERGY_TARIF: 1 } },
    'settings.ENERGY_TARIF: is not a setting; there are ENERGY_TIME_ZONE',
  ],
  ['a missing section', { thresholds: undefined }, 'thresholds: is missing'],
  ['a misspelt section', { treshold: {} }, 'Unrecognized key: "treshold"'],
  ['a threshold out of range', { thresholds: { ...config.thresholds, rejectRatio: 5 } }, 'thresholds.rejectRatio: '],
  [
    'an address that is none',
    { recipients: { ...config.recipients, alerts: { emails: ['me'], sms: [] } } },
    'recipients.alerts.emails.0: must be an e-mail address',
  ],
  [
    'a severity that is none',
    { recipients: { ...config.recipients, alerts: { emails: ['me@example.com:BAD'], sms: [] } } },
    'recipients.alerts.emails.0: must be an e-mail address, after which :HIGH',
  ],
  [
    'a number that is none',
    { recipients: { ...config.recipients, alerts: { emails: [], sms: ['0151'] } } },
    'recipients.alerts.sms.0: must be a number such as',
  ],
  [
    'a retention that logs do not know',
    { retention: { ...config.retention, logDays: 15 } },
    'retention.logDays: must be one that CloudWatch Logs knows: 1, 3, 5, 7, 14',
  ],
  [
    'versions that go before a redrive may need them',
    { retention: { ...config.retention, noncurrentDays: 14, rollbackDays: 7 } },
    'retention.noncurrentDays: must be more than rollbackDays and more than 14',
  ],
  [
    'versions that go before a rollback may need them',
    { retention: { ...config.retention, noncurrentDays: 60, rollbackDays: 60 } },
    'retention.noncurrentDays: must be more than rollbackDays',
  ],
  ['a bucket that is none', { bucket: 'Not A Bucket' }, 'bucket: must be the name of a bucket'],
  ['an end that is unclear', { onDestroy: 'maybe' }, 'onDestroy: '],
  ['a budget of nothing', { budgetUsd: 0 }, 'budgetUsd: '],
])('refuses %s, saying where', (_, change, expected) => {
  const fault = faultOf(change);
  expect(fault).toContain('infra/stages/dev.json is not valid:');
  expect(fault).toContain(expected);
});

it('takes recipients from the environment, and checks them, too', () => {
  const env = { ENERGY_ALERT_EMAILS: 'a@example.com, b@example.com:HIGH', ENERGY_OPERATIONS_SMS: '+12025550123' };
  expect(parseStage('dev', config, env).config.recipients).toEqual({
    alerts: { emails: ['a@example.com', 'b@example.com:HIGH'], sms: [] },
    operations: { emails: [], sms: ['+12025550123'] },
  });
  expect(faultOf({}, { ENERGY_ALERT_EMAILS: 'nobody' })).toContain(
    'recipients.alerts.emails.0: must be an e-mail address',
  );
});
