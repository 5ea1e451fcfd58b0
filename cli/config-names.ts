/** Files below `config/` that `energy config` keeps; apart from what they must be, so that help is there at once. */
export const CONFIG_NAMES = ['sites', 'alerts', 'access', 'layouts'] as const;
export type ConfigName = (typeof CONFIG_NAMES)[number];
