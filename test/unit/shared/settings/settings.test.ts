import { describe, expect, it } from 'vitest';
import { settingsDocument } from '../../../../shared/documents/settings.ts';
import { readSettings } from '../../../../shared/settings/settings.ts';

describe('settings', () => {
  it('has every setting in docs/SETTINGS.md', async () => {
    await expect(settingsDocument()).toMatchFileSnapshot('../../../../docs/SETTINGS.md');
  });

  it('takes defaults for what is not set or empty', () => {
    expect(readSettings({ ENERGY_TIME_ZONE: '' })).toMatchObject({
      ENERGY_TIME_ZONE: 'UTC',
      ENERGY_SITE_ID: 'default',
      ENERGY_REJECT_LIMIT: 0.05,
      ENERGY_ANOMALY_SIGMA: 2,
      ENERGY_FORECAST_DAYS: 7,
    });
  });

  it('reads numbers and zones', () => {
    expect(readSettings({ ENERGY_TIME_ZONE: 'Asia/Kolkata', ENERGY_FORECAST_DAYS: '90' })).toMatchObject({
      ENERGY_TIME_ZONE: 'Asia/Kolkata',
      ENERGY_FORECAST_DAYS: 90,
    });
  });

  it.each([
    ['ENERGY_TIME_ZONE', 'Mars/Olympus', 'not an IANA time zone'],
    ['ENERGY_TIME_ZONE', '+02:00', 'not an IANA time zone'],
    ['ENERGY_FORECAST_DAYS', '91', '<=90'],
    ['ENERGY_FORECAST_DAYS', 'many', 'expected number'],
    ['ENERGY_REJECT_LIMIT', '5', '<=1'],
    ['ENERGY_SEVERITY_MEDIUM', '5', 'below ENERGY_SEVERITY_HIGH'],
    ['ENERGY_CURRENCY', 'euro', 'three-letter'],
    ['ENERGY_COUNTRY', 'Germany', 'must be a country'],
    ['ENERGY_SITE_ID', 'a\u0007', 'control characters'],
  ])('refuses %s=%s and says which and why', (name, value, why) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`${name}: .*${why}`));
  });
});
