/**
 * What people say about an upload: the layout given with it, its other metadata, the lake's layouts and the settings,
 * in this order.
 */

import type { Source } from '../../shared/contract.ts';
import { CONFIG_KEYS, PREFIXES } from '../../shared/lake/keys.ts';
import { textOfMetadata, UPLOAD_METADATA } from '../../shared/lake/upload-metadata.ts';
import { type LayoutSettings, layoutFileSchema, layoutSettingsSchema } from '../../shared/readings/layout.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { DEFAULT_ZONE, siteIdSchema } from '../../shared/settings/settings.ts';
import { isTimeZone, zoneLike } from '../../shared/text/time-zone.ts';
import { fitsPattern } from '../../shared/text/wildcard.ts';

export interface UploadSettings {
  readonly settings: LayoutSettings;
  readonly timeZone: string;
  /** Whether a person named `timeZone`; a zone that the file names comes before the default. */
  readonly zoneSaid: boolean;
  /** Zones of sites, where a person names them; another site is in `timeZone`. */
  readonly timeZones: ReadonlyMap<string, string>;
  readonly siteId: string;
  /** Whether a person named `siteId` with the upload or in a layout that is kept. */
  readonly siteSaid: boolean;
  /** Whether the upload may be of that site only. */
  readonly onlySite?: boolean;
  /** As the person called it; it may name a day that the times of the file lack. */
  readonly fileName?: string;
  /** When the bytes were uploaded; absent where they are not in a lake. */
  readonly modified?: Date | undefined;
}

/** @throws InputRejected TIME_ZONE_UNKNOWN or SETTING_INVALID */
export async function uploadSettingsFor(source: Source, context: StepContext): Promise<UploadSettings> {
  const head = await context.lake.head(source.key, { version: source.version, etag: source.etag });
  const metadata = head?.metadata ?? {};
  const [own, site] = [metadata[UPLOAD_METADATA.layout], metadata[UPLOAD_METADATA.siteId]];
  const kept = await keptLayout(source.key, context);
  const said = own === undefined ? {} : parseLayoutSettings(own, `The upload's metadata "${UPLOAD_METADATA.layout}"`);
  const upload = {
    timeZone: metadata[UPLOAD_METADATA.timeZone],
    siteId: site === undefined ? undefined : textOfMetadata(site),
    onlySite: metadata[UPLOAD_METADATA.onlySite] === 'true',
  };
  return { ...resolve(said, upload, context.settings, kept), fileName: source.key, modified: head?.modified };
}

/**
 * @param said the layout given with the upload: as it holds the answer to a question, its zone goes before that of the
 *   metadata
 * @param upload what else the upload's metadata says
 * @param kept the lake's layout for the upload, which all of these go before
 * @throws InputRejected TIME_ZONE_UNKNOWN or SETTING_INVALID
 */
export function resolve(
  said: LayoutSettings,
  upload: { timeZone: string | undefined; siteId: string | undefined; onlySite?: boolean },
  configured: StepContext['settings'],
  kept: LayoutSettings = {},
): UploadSettings {
  const byMetadata = said.time_zone === undefined && upload.timeZone !== undefined;
  const { time_zone: keptZone, ...others } = kept;
  // A kept zone that does not hold must not come back with the answer to another question.
  const settings = { ...(byMetadata ? others : kept), ...said };
  const site = siteIdSchema.safeParse(upload.siteId ?? settings.site_id ?? configured.ENERGY_SITE_ID);
  if (!site.success) {
    throw new InputRejected(
      'SETTING_INVALID',
      `The upload's metadata "${UPLOAD_METADATA.siteId}" must hold 1 to 200 characters and no control characters.`,
    );
  }
  const siteSaid = (upload.siteId ?? settings.site_id) !== undefined;
  const named = said.time_zone ?? upload.timeZone ?? keptZone;
  const where = !byMetadata
    ? "The layout's time_zone"
    : `The zone given with the upload (--time-zone, metadata "${UPLOAD_METADATA.timeZone}")`;
  const timeZones = new Map(
    Object.entries(settings.time_zones ?? {}).map(([name, zone]) => [
      name,
      zoneOf(zone, `The layout's time_zones of ${JSON.stringify(name)}`),
    ]),
  );
  const own = timeZones.get(site.data);
  const timeZone = own ?? zoneOf(named ?? configured.ENERGY_TIME_ZONE, where);
  const zoneSaid = own !== undefined || named !== undefined || timeZone !== DEFAULT_ZONE;
  return { settings, timeZone, zoneSaid, timeZones, siteId: site.data, siteSaid, onlySite: upload.onlySite ?? false };
}

/** @throws InputRejected TIME_ZONE_UNKNOWN */
function zoneOf(name: string, where: string): string {
  if (isTimeZone(name)) return name;
  throw new InputRejected(
    'TIME_ZONE_UNKNOWN',
    `${where} is "${name}", which is not a time zone. Use an IANA name such as ${zoneLike(name)}.`,
  );
}

/**
 * @param where begins the sentence that says what is wrong
 * @throws InputRejected SETTING_INVALID
 */
export function parseLayoutSettings(text: string, where: string): LayoutSettings {
  const parsed = layoutSettingsSchema.safeParse(jsonOf(text, where));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'layout'}: ${message}`);
  throw new InputRejected('SETTING_INVALID', `${where} is not a layout: ${faults.join('; ')}.`);
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputRejected('SETTING_INVALID', `${where} is not JSON.`);
  }
}

/** The first layout of config/layouts.json whose pattern fits the key. */
async function keptLayout(key: string, context: StepContext): Promise<LayoutSettings> {
  const stored = await context.lake.getText(CONFIG_KEYS.layouts);
  if (!stored) return {};
  const parsed = layoutFileSchema.safeParse(jsonOf(stored.text, CONFIG_KEYS.layouts));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputRejected(
      'SETTING_INVALID',
      `${CONFIG_KEYS.layouts} is not a list of layouts: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  }
  const below = key.slice(PREFIXES.raw.length);
  return parsed.data.find(({ match }) => fitsPattern(below, match))?.layout ?? {};
}
