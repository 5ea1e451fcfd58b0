/** The files below `config/` that people write: what each says, what it must be, and where that is described. */
import type { z } from 'zod';
import { alertSettingsSchema } from '../functions/serve-sites/alerts/settings.ts';
import { accessSchema } from '../functions/sites-api/access.ts';
import { sitesSchema } from '../shared/baseline/indicators.ts';
import { layoutFileSchema } from '../shared/readings/layout.ts';
import type { ConfigName } from './config-names.ts';

interface ConfigFile {
  readonly about: string;
  readonly schema: z.ZodType;
  readonly document: string;
}

/** By their names among the keys of `config/`; the tariffs have a command of their own, which knows their prices. */
export const CONFIG_FILES = {
  sites: { about: 'area, persons and group of sites', schema: sitesSchema, document: 'docs/METHODS.md' },
  alerts: { about: 'what people are told of', schema: alertSettingsSchema, document: 'docs/API.md' },
  access: { about: 'who sees which sites in the REST API', schema: accessSchema, document: 'docs/API.md' },
  layouts: { about: 'what columns of uploads mean', schema: layoutFileSchema, document: 'docs/FORMATS.md' },
} as const satisfies Readonly<Record<ConfigName, ConfigFile>>;

/** @returns what of the text is not as it must be, a sentence each that names the key; none where it can be used */
export function configFaults(name: ConfigName, text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [`It is no JSON: ${error instanceof Error ? error.message : String(error)}`];
  }
  const { error } = CONFIG_FILES[name].schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
}
