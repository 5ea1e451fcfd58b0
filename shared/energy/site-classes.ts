/**
 * What a site is to those who advise on it: finer than the kinds of site-kinds.ts, which only bound
 * what is believed. A home is told other things than a works, and a region is told to do nothing.
 */
export const SITE_CLASSES = {
  home: 'a home',
  apartment: 'a flat',
  business: 'an office, a shop or another business',
  industry: 'a works',
  region: 'a region or a grid',
  solar: 'a solar plant',
  submeter: 'a single circuit or appliance',
  mixed: 'sites of several kinds',
} as const satisfies Record<string, string>;
export type SiteClass = keyof typeof SITE_CLASSES;

export const SITE_CLASS_NAMES = [
  ...(['home', 'apartment', 'business', 'industry', 'region', 'solar', 'submeter', 'mixed'] as const),
] as const satisfies readonly SiteClass[];

/** What told it: a person, the names of the file, or how much energy it is and of what. */
export const CLASS_SOURCES = ['said', 'names', 'energy'] as const;
export type ClassSource = (typeof CLASS_SOURCES)[number];
