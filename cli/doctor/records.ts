/** Records of the local stack that are damaged, and those that a start set aside. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { damagedPartitionLists } from '../../local/glue/store.ts';
import { UNKNOWN_BLOBS, UNREADABLE } from '../../local/set-aside.ts';
import { damagedDefinitions, damagedHistories } from '../../local/stepfunctions/damage.ts';
import { plural } from '../../shared/text/format.ts';
import { commandLine, shellWord } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { chooseLake, shownPath } from '../paths.ts';
import { keyIn } from '../runs/listing.ts';
import { findServing } from '../stack.ts';
import type { Finding } from './finding.ts';
import { ignoreMissing, sizeOf } from './size-of.ts';

/** Folders of the local stack's own records. */
const RECORDS = ['executions', 'glue', 'athena'];

/** Records that a start set aside, and bytes that no object has: what they were no program can say. */
export async function checkSetAside(options: GlobalOptions): Promise<Finding> {
  const { home } = chooseLake(options.lake);
  const found = await Promise.all(
    RECORDS.map(async (folder) => (await readdir(join(home, folder), { recursive: true }).catch(ignoreMissing)) ?? []),
  );
  const records = found.flat().filter((name) => name.endsWith(UNREADABLE)).length;
  const unknown = join(home, 's3-meta', UNKNOWN_BLOBS);
  const size = await sizeOf(unknown);
  if (records === 0 && size === 0) return { state: 'ok', text: 'Every record of the lake can be read' };
  const texts = [
    ...(records > 0
      ? [`${plural(records, 'damaged record')} of the lake ${records === 1 ? 'was' : 'were'} set aside`]
      : []),
    ...(size > 0 ? [`${bytes(size)} that belong to no object are in ${shownPath(unknown)}`] : []),
  ];
  return {
    state: 'warning',
    text: texts.join('; '),
    mend:
      `Nothing published is lost. Look at the files (their names end with ${UNREADABLE}, ` +
      `or they are cut uploads) and delete them when you miss nothing.`,
  };
}

/** What an ended run did is known by its history only; what it published does not depend on it. */
export async function checkHistories({ lake }: GlobalOptions): Promise<Finding | readonly Finding[]> {
  const found = damagedHistories(chooseLake(lake).home);
  if (found.length === 0) return { state: 'ok', text: 'The history of every run is whole' };
  return found.map(({ run, file, input }): Finding => {
    const key = keyIn(input);
    const again =
      key === null
        ? `${commandLine('backfill --prefix raw/')} runs uploads that have no outcome`
        : `${commandLine(`replay --upload ${shellWord(key)}`)} runs its upload again`;
    return {
      state: 'warning',
      text: `The history of run ${run} is damaged (${shownPath(file)}): what it published stands`,
      mend: `${again}. Delete the file when you miss nothing of it.`,
    };
  });
}

/** That of this release is written again by the next start; no program knows an earlier one. */
export async function checkDefinitions({ lake }: GlobalOptions): Promise<Finding | readonly Finding[]> {
  const found = damagedDefinitions(chooseLake(lake).home);
  if (found.length === 0) return { state: 'ok', text: 'Every definition that runs were started with is whole' };
  return found.map((file): Finding => {
    return {
      state: 'warning',
      text: `A definition that runs were started with is damaged (${shownPath(file)}): what they published stands`,
      mend:
        `The next start writes that of this release again. Of an earlier one a failed run cannot go on: ` +
        `${commandLine('replay --upload KEY')} runs its upload from the beginning.`,
    };
  });
}

/** The next start makes them again from the manifests. */
export async function checkPartitionLists({ lake }: GlobalOptions): Promise<Finding | readonly Finding[]> {
  const { home } = chooseLake(lake);
  const found = damagedPartitionLists(join(home, 'glue'));
  if (found.length === 0) return { state: 'ok', text: 'The partitions of every table can be read' };
  const mend = (await findServing(home))
    ? 'Stop the stack and start it again: a start makes it again from what is published.'
    : `${commandLine('rebuild')} makes it again from what is published.`;
  return found.map((file): Finding => {
    const table = basename(dirname(file));
    return { state: 'warning', text: `A list of partitions of ${table} is damaged (${shownPath(file)})`, mend };
  });
}
