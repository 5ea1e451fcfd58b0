/** What is said where an amount is at the price of the settings. */

/** Stands right behind the amount. */
export const ASSUMED_MARK = '¹';

export const ASSUMED_PRICE = 'At the price of the settings, an assumption: no tariff is kept for the site.';
