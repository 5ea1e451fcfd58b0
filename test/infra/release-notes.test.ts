import { expect, it } from 'vitest';
import { checkTag, notesOf } from '../../infra/release-notes.ts';

const CHANGELOG = `# Changelog

## Unreleased

- Not yet.

## 1.2.0 (2026-12-01)

### Added

- A door.

## 1.1.0
`;

it('are what stands below the heading of the version', () => {
  expect(notesOf(CHANGELOG, '1.2.0')).toBe('### Added\n\n- A door.');
});

it.each([
  ['a version that is not there', '1.3.0'],
  ['one whose section is empty', '1.1.0'],
  ['the beginning of a version', '1.2'],
])('fail for %s, and say what to do', (_, version) => {
  expect(() => notesOf(CHANGELOG, version)).toThrow(`CHANGELOG.md says nothing of ${version}: add "## ${version}"`);
});

it('are refused for a tag that is not the version', () => {
  expect(() => checkTag('v1.2.0', '1.2.0')).not.toThrow();
  for (const tag of ['1.2.0', 'v1.2.1', '']) expect(() => checkTag(tag, '1.2.0')).toThrow('tag v1.2.0');
});
