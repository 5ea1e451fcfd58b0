import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publish } from '../../../../functions/publish/commit.ts';
import { compareSequencers, decide, type Manifest, type Publication } from '../../../../shared/lake/manifest.ts';
import { emptyManifest } from '../../../../shared/lake/manifest-store.ts';
import { publicationOf, sourceOf } from './manifest-fixtures.ts';

const hex = fc.stringMatching(/^[0-9A-F]{1,24}$/);
const never = () => Promise.reject(new Error('the sequencers could tell'));

describe('compareSequencers', () => {
  it('pads the shorter one on the right', () => {
    expect(compareSequencers('00A', '00A0')).toBe(0);
    expect(compareSequencers('00A', '00A1')).toBeLessThan(0);
    expect(compareSequencers('1', '0FFFFFFF')).toBeGreaterThan(0);
    expect(compareSequencers('00ab', '00AB')).toBe(0);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(hex, hex, hex, (a, b, c) => {
        expect(Math.sign(compareSequencers(a, b))).toBe(-Math.sign(compareSequencers(b, a)) + 0);
        const [x, y, z] = [a, b, c].sort(compareSequencers) as [string, string, string];
        expect(compareSequencers(x, y)).toBeLessThanOrEqual(0);
        expect(compareSequencers(y, z)).toBeLessThanOrEqual(0);
        expect(compareSequencers(x, z)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

function published(...publications: Publication[]): Manifest {
  return publications.reduce(
    (manifest, each) => publish(manifest, each, '2026-11-01T00:00:00.000Z'),
    emptyManifest('d', 'b', 'raw/a.csv'),
  );
}

describe('decide', () => {
  const one = publicationOf('run-1', sourceOf('v1', '10'));
  const two = publicationOf('run-2', sourceOf('v2', '20'));
  const upload = (run: string, version: string, sequencer: string | undefined, rerun = false) => ({
    run,
    rerun,
    source: sourceOf(version, sequencer),
  });

  it.each([
    ['nothing is published', undefined, upload('run-1', 'v1', '10'), 'PROCEED'],
    ['only a rejection was recorded', emptyManifest('d', 'b', 'k'), upload('run-1', 'v1', '10'), 'PROCEED'],
    ['this run is published', published(one), upload('run-1', 'v1', '10'), 'RESUME'],
    ['another run published this version', published(one), upload('run-9', 'v1', '10'), 'ALREADY_PROCESSED'],
    ['a person asks for it again', published(one), upload('run-9', 'v1', '10', true), 'PROCEED'],
    ['the upload is newer', published(one), upload('run-2', 'v2', '20'), 'PROCEED'],
    ['the upload is older', published(two), upload('run-1', 'v1', '10'), 'SUPERSEDED'],
    ['this run was replaced', published(one, two), upload('run-1', 'v1', '10', true), 'SUPERSEDED'],
    ['the upload was rolled back', published(one, two, one), upload('run-9', 'v2', '20'), 'SUPERSEDED'],
    ['it was rolled back, and a person asks', published(one, two, one), upload('run-9', 'v2', '20', true), 'PROCEED'],
    ['one between follows a rollback', published(one, two, one), upload('run-9', 'v3', '15'), 'SUPERSEDED'],
  ])('%s', async (_, manifest, asked, expected) => {
    expect(await decide(manifest, asked, never)).toBe(expected);
  });

  it('asks which version is current where a sequencer is absent', async () => {
    const asked = upload('run-9', 'v9', undefined);
    expect(await decide(published(one), asked, async () => true)).toBe('PROCEED');
    expect(await decide(published(one), asked, async () => false)).toBe('SUPERSEDED');
    expect(await decide(undefined, asked, never)).toBe('PROCEED');
  });

  it('ends with the newest upload published, whatever the order of arrival', async () => {
    const sequencers = fc.uniqueArray(hex, {
      minLength: 1,
      maxLength: 8,
      comparator: (a, b) => compareSequencers(a, b) === 0,
    });
    await fc.assert(
      fc.asyncProperty(sequencers, async (arrived) => {
        let manifest: Manifest | undefined;
        for (const [index, sequencer] of arrived.entries()) {
          const source = sourceOf(`v${index}`, sequencer);
          const run = `run-${index}`;
          if ((await decide(manifest, { source, run, rerun: false }, never)) !== 'PROCEED') continue;
          manifest = publish(
            manifest ?? emptyManifest('d', 'b', 'k'),
            publicationOf(run, source),
            '2026-11-01T00:00:00.000Z',
          );
        }
        const newest = [...arrived].sort(compareSequencers).at(-1);
        expect(manifest?.published?.source.sequencer).toBe(newest);
        expect(manifest?.sequencer).toBe(newest);
      }),
    );
  });
});
