import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deletionPattern, matchesPattern, uploadPattern } from '../../../events/rule.ts';
import { toEvent } from '../../../local/trigger.ts';
import { uploadEventSchema } from '../../../shared/object-created.ts';

const SAMPLES = join(import.meta.dirname, '../../../events/samples');
const pattern = uploadPattern('energy-lake');
const deletions = deletionPattern('energy-lake');

describe('the rule that starts runs', () => {
  it.each(readdirSync(SAMPLES))('reads the sample %s', (file) => {
    const event = JSON.parse(readFileSync(join(SAMPLES, file), 'utf8'));
    expect(uploadEventSchema.safeParse(event).success).toBe(true);
    expect(matchesPattern(pattern, event)).toBe(file.startsWith('upload'));
    expect(matchesPattern(deletions, event)).toBe(file.startsWith('deletion'));
  });

  it('matches what the local store reports, as EventBridge would', () => {
    const created = {
      bucket: 'energy-lake',
      key: 'raw/Büro 100%+.csv',
      size: 3,
      etag: 'e',
      versionId: 'v',
      sequencer: '00AB',
      reason: 'PutObject' as const,
      time: new Date(0),
    };
    const event = toEvent(created);
    expect(matchesPattern(pattern, event)).toBe(true);
    expect(uploadEventSchema.parse(event).detail.object.key).toBe(created.key);
    expect(matchesPattern(pattern, toEvent({ ...created, key: 'config/raw/x.csv' }))).toBe(false);
    expect(matchesPattern(pattern, toEvent({ ...created, bucket: 'another' }))).toBe(false);
  });

  it('is another one for deletions by a person', () => {
    const marker = {
      ...{ bucket: 'energy-lake', key: 'raw/a.csv', size: 0, etag: '', versionId: 'v', sequencer: '00AB' },
      ...{ reason: 'DeleteObject' as const, time: new Date(0) },
    };
    const event = toEvent(marker);
    expect(uploadEventSchema.parse(event)).toEqual(event);
    expect([matchesPattern(pattern, event), matchesPattern(deletions, event)]).toEqual([false, true]);
    const expired = { ...event, detail: { ...event.detail, reason: 'Lifecycle Expiration' } };
    expect(matchesPattern(deletions, expired)).toBe(false);
  });

  it('needs every field that the pattern names', () => {
    for (const event of [null, 'text', {}, { source: 'aws.s3' }, { detail: { object: { key: 'raw/x' } } }]) {
      expect(matchesPattern(pattern, event)).toBe(false);
    }
  });
});
