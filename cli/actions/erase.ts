/** `energy erase`: everything of sites is deleted for good, with a certificate. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reconcile } from '../../functions/publish/reconcile.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { type LakeVersions, lakeVersions, type ObjectVersion, versionsAt } from '../../shared/lake/versions.ts';
import { follow } from '../../shared/record/follow.ts';
import { withdraw } from '../../shared/record/withdraw.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError, nameOf } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import { type Holdings, holdingsOf, placesOf } from '../holdings.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { withRecord } from '../record-context.ts';
import { servedSites } from '../served-sites.ts';

export async function eraseCommand(options: GlobalOptions & { site: string[]; yes?: true }): Promise<void> {
  const sites = new Set(options.site);
  await withConnection(options, (connection) =>
    withRecord(connection, async (context) => {
      const versionsOf = lakeVersions(await connection.clients.s3(), connection.bucket);
      const holdings = await holdingsOf(sites, context);
      areAlone(holdings);
      if (holdings.datasets.length === 0) throw noSuchSite(sites);
      const places = placesOf(sites, holdings.datasets);
      if (!options.yes) {
        print(foldersTable(await allVersions(versionsOf, places)));
        const words = [...sites].map((site) => ` --site ${shellWord(site)}`).join('');
        note(
          `Nothing was changed. ${plural(holdings.datasets.length, 'upload')} would be erased for good, in all their ` +
            `versions, and nothing brings them back: ${commandLine(`erase${words} --yes`)}`,
        );
        return;
      }
      // The tables first: whatever ends this process, nothing shows what is half erased, and it can be called again.
      const touched = new Set(sites);
      for (const manifest of holdings.datasets) {
        const withdrawn = await withdraw(manifest, context, { copyTakesOver: false });
        for (const each of withdrawn.manifests) await reconcile(context.lake, context.catalog, each);
        for (const site of withdrawn.sites) touched.add(site);
      }
      await follow(touched, context);
      const first = await removeAll(versionsOf, places);
      // It waits for whoever still writes of the sites; what was written meanwhile is deleted, too.
      const items = await eraseServed(connection, sites);
      const { versions: late, left } = await removeAll(versionsOf, places);
      const versions = [...first.versions, ...late];
      print(jsonText(certificateOf(sites, holdings, versions, { left: left.length, items })));
      if (left.length > 0) throw new CliError(`${plural(left.length, 'version')} came to be meanwhile: call it again.`);
    }),
  );
}

/** @throws CliError when an upload tells of other sites, too */
function areAlone({ shared }: Holdings): void {
  const [first] = shared;
  if (!first) return;
  const others = first.others.map((site) => `--site ${shellWord(site)}`).join(' ');
  throw new CliError(
    `${first.dataset} tells of other sites, too: ${first.others.map(sanitize).join(', ')}. Nothing was changed.`,
    { hint: `Upload it again without the site, or erase them together: add ${others}.` },
  );
}

function noSuchSite(sites: ReadonlySet<string>): CliError {
  return new CliError(`No upload tells of ${[...sites].map((site) => `'${sanitize(site)}'`).join(', ')}.`, {
    hint: `List the sites: ${commandLine('query "SELECT DISTINCT site_id FROM daily_energy_data"')}`,
  });
}

/** Pages of all sites are made anew beside this: what comes to be during a round goes with the next. */
const ROUNDS = 5;

/** Deletes every version at the places, also those that come to be meanwhile. */
async function removeAll(all: LakeVersions, places: readonly string[]) {
  const versions: ObjectVersion[] = [];
  let left = await allVersions(all, places);
  for (let round = 0; round < ROUNDS && left.length > 0; round += 1) {
    await all.remove(lastManifests(left));
    versions.push(...left);
    left = await allVersions(all, places);
  }
  return { versions, left };
}

/** How long whoever serves a site is waited for: it would write once more what is deleted. */
const SERVED_TRIES = 300;
const SERVED_PAUSE_MS = 1000;

/** The sites' items in the table of sites served, once their record is gone and nobody serves them. */
async function eraseServed(connection: Connection, sites: ReadonlySet<string>): Promise<number> {
  const { store } = await servedSites(connection);
  let erased = 0;
  for (const site of sites) {
    for (let tries = 0; tries < SERVED_TRIES; tries += 1) {
      const until = (await store.site(site).catch(noTable))?.lease?.until ?? 0;
      if (until < Date.now()) break;
      await sleep(SERVED_PAUSE_MS);
    }
    erased += (await store.eraseSite(site).catch(noTable)) ?? 0;
  }
  return erased;
}

/** @throws the error where it is not that nothing was ever served */
function noTable(error: unknown): undefined {
  if (nameOf(error) !== 'ResourceNotFoundException') throw error;
}

async function allVersions(all: LakeVersions, places: readonly string[]): Promise<ObjectVersion[]> {
  const found = new Map<string, ObjectVersion>();
  for (const place of new Set(places))
    for (const each of await versionsAt(all, place)) found.set(JSON.stringify([each.key, each.version]), each);
  return [...found.values()];
}

/** Manifests go last: they say what there is to erase, should this process end. */
function lastManifests(versions: readonly ObjectVersion[]): ObjectVersion[] {
  const isManifest = ({ key }: ObjectVersion) => key.startsWith(PREFIXES.manifests);
  return [...versions.filter((each) => !isManifest(each)), ...versions.filter(isManifest)];
}

function byFolder(versions: readonly ObjectVersion[]): { folder: string; versions: number; bytes: number }[] {
  return [...Map.groupBy(versions, ({ key }) => `${key.split('/')[0]}/`)]
    .map(([folder, theirs]) => ({
      ...{ folder, versions: theirs.length },
      bytes: theirs.reduce((sum, each) => sum + each.bytes, 0),
    }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function foldersTable(versions: readonly ObjectVersion[]): string {
  const right = { align: 'right' } as const;
  return table(
    [{ title: 'Folder' }, { title: 'Versions', ...right }, { title: 'Size', ...right }],
    byFolder(versions).map((each) => [each.folder, String(each.versions), bytes(each.bytes)]),
  );
}

/** What the platform keeps, and until when: the names of sites and files are in some of it. */
const KEPT = [
  { what: 'History of executions: keys of uploads', until: '90 days on AWS; on a laptop as long as the lake' },
  { what: 'Logs of the functions: keys and names of datasets', until: 'the stage’s logDays' },
  { what: 'Access log of the bucket: keys', until: 'the stage’s accessLogDays' },
  { what: 'Point-in-time recovery of the table of served sites', until: '35 days' },
] as const;

/** Names stand in it as digests, so that it can be kept. */
function certificateOf(
  sites: ReadonlySet<string>,
  { datasets, unknown }: Holdings,
  erased: readonly ObjectVersion[],
  { left, items }: { readonly left: number; readonly items: number },
): unknown {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return {
    erased_at: new Date().toISOString(),
    sites_sha256: [...sites].map(digest).sort(),
    uploads_sha256: datasets.map(({ key }) => digest(key)).sort(),
    erased: byFolder(erased),
    served_items: items,
    left,
    not_looked_at: { uploads_of_unknown_site: unknown },
    kept: KEPT,
  };
}
