import { expect, it } from 'vitest';
import { feedPiece } from '../../../../cli/generate/feed.ts';

const OPTIONS = { sites: 7, minutes: 5, seed: 3 };
const at = (time: string) => Date.parse(`2026-06-21T${time}Z`);
const fields = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

it('gives an interval of every site, the same whenever it is asked for', () => {
  const { text, readings } = feedPiece(at('12:00'), OPTIONS);
  expect(readings).toBe(7);
  expect(text).toMatch(/^site_id,start,end,energy_generated_kwh,energy_consumed_kwh\nsite-1,/);
  expect(text).toContain('site-7,2026-06-21T12:00:00Z,2026-06-21T12:05:00Z,');
  feedPiece(at('12:05'), OPTIONS);
  expect(feedPiece(at('12:00'), OPTIONS).text).toBe(text);
  expect(feedPiece(at('12:00'), { ...OPTIONS, seed: 4 }).text).not.toBe(text);
});

it('follows the sun, and marks about one reading in fifty', () => {
  const night = fields(feedPiece(at('00:00'), OPTIONS).text);
  expect(night.map(([, , , generated]) => Number(generated))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  const noon = fields(feedPiece(at('12:00'), OPTIONS).text);
  expect(noon.every(([, , , generated]) => Number(generated) > 0)).toBe(true);
  const pieces = Array.from({ length: 288 }, (_, slot) => feedPiece(at('00:00') + slot * 300_000, OPTIONS));
  const anomalies = pieces.reduce((sum, piece) => sum + piece.anomalies, 0);
  const share = anomalies / (288 * OPTIONS.sites);
  expect(share).toBeGreaterThan(0.01);
  expect(share).toBeLessThan(0.03);
});
