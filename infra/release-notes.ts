/**
 * `node infra/release-notes.ts TAG`: prints what the changelog says of the version that a tag names.
 * Fails when the tag is not the version of package.json, or the changelog says nothing of it.
 */
import { readFileSync } from 'node:fs';

/** @returns the text below the version's heading in CHANGELOG.md, up to the next version */
export function notesOf(changelog: string, version: string): string {
  const [, ...sections] = `\n${changelog}`.split(/\n## /);
  const section = sections.find((each) => each.split('\n', 1)[0]?.split(' ')[0] === version);
  const notes = section?.slice(section.indexOf('\n')).trim() ?? '';
  if (section === undefined || !section.includes('\n') || notes === '') {
    throw new Error(`CHANGELOG.md says nothing of ${version}: add "## ${version}" with what has changed.`);
  }
  return notes;
}

/** @throws Error when the two differ */
export function checkTag(tag: string, version: string): void {
  if (tag === `v${version}`) return;
  throw new Error(
    `The tag ${tag} is not the version of package.json, ${version}: tag v${version}, or change the version.`,
  );
}

if (import.meta.main) {
  const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(read('package.json'));
  try {
    checkTag(process.argv[2] ?? '', version);
    console.log(notesOf(read('CHANGELOG.md'), version));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
