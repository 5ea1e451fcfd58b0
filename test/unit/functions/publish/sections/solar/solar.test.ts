import { describe, expect, it } from 'vitest';
import { textsOf } from '../../pages.ts';

describe('your own energy', () => {
  it('is where generation went and where consumption came from', async () => {
    const { page, markdown } = await textsOf();
    expect(page).toContain('used on the spot 20 % 4 kWh went into the grid 80 % 16 kWh');
    expect(page).toContain('was your own 32 % 4 kWh came from the grid 68 % 8.5 kWh');
    expect(page).toContain('To buy what you used of it would have cost 1.50 EUR more, with network and taxes.');
    expect(markdown).toContain('self-consumption 20 %, self-sufficiency 32 %');
  });

  it('cannot be known from the registers of a grid meter', async () => {
    const { page, markdown } = await textsOf(({ bill_data }) => ({
      bill_data: `SELECT * REPLACE (NULL AS self_consumed_kwh, NULL AS avoided_cost) FROM (${bill_data})`,
    }));
    expect(page).toContain('cannot be known');
    expect(markdown).toContain('cannot be known');
    expect(page).not.toContain('used on the spot 20 %');
  });

  it('is no section of a report without generation', async () => {
    const { page, markdown } = await textsOf(({ processed_energy_data }) => ({
      processed_energy_data: `SELECT * FROM (${processed_energy_data}) WHERE measure = 'consumption'`,
    }));
    expect(page + markdown).not.toContain('Your own energy');
  });
});
