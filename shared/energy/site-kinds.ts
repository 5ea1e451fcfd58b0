import { keysOf } from '../keys-of.ts';

/**
 * What a site of a kind can use or produce, over a whole upload and at once. A figure beyond it is asked about before
 * it is published; a person who names the kind of the site moves the bounds.
 */
export const SITE_KINDS = {
  submeter: { description: 'a single circuit or appliance', kwhAYear: 2_000_000, kw: 1_000 },
  apartment: { description: 'a flat in a house of several', kwhAYear: 50_000, kw: 50 },
  home: { description: 'a house, a flat', kwhAYear: 200_000, kw: 150 },
  business: { description: 'a shop, an office, a farm, a block of flats', kwhAYear: 20_000_000, kw: 10_000 },
  industry: { description: 'a works, a campus, a power station', kwhAYear: 20_000_000_000, kw: 10_000_000 },
  solar: { description: 'panels, a solar plant', kwhAYear: 10_000_000_000, kw: 10_000_000 },
  region: {
    description: 'a town, a grid, a country',
    kwhAYear: Number.POSITIVE_INFINITY,
    kw: Number.POSITIVE_INFINITY,
  },
} as const satisfies Record<string, { readonly description: string; readonly kwhAYear: number; readonly kw: number }>;
export type SiteKind = keyof typeof SITE_KINDS;

export const SITE_KIND_NAMES = keysOf(SITE_KINDS);

/** What a site may be that is larger than was said, from the narrowest bound to the widest. */
export const WIDER_KINDS = ['home', 'business', 'industry', 'region'] as const satisfies readonly SiteKind[];
