import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskFault, faultMessage } from '../../../local/disk-fault.ts';
import { Starts } from '../../../local/starts.ts';
import { until } from '../../helpers/until.ts';

it.each([
  [Object.assign(new Error('write failed'), { code: 'ENOSPC' }), /full \(ENOSPC\)/],
  [new Error('database or disk is full'), /full \(ENOSPC\)/],
  [new Error('IO Error: Could not write file "x": No space left on device'), /full \(ENOSPC\)/],
  [new Error('outer', { cause: new Error('disk I/O error') }), /\(EIO\)/],
])('names the cause of %o', (error, sentence) => {
  expect(diskFault(error)).toMatch(sentence);
});

it('leaves other errors as they are', () => {
  expect(diskFault(new Error('a bug'))).toBeUndefined();
  expect(faultMessage(new Error('a bug'))).toBe('a bug');
  expect(faultMessage('text')).toBe('text');
});

it('is what a catalogue of objects fails with whose file cannot grow, not what its way back fails with', () => {
  const home = mkdtempSync(join(tmpdir(), 'energy-limit-'));
  const catalog = join(import.meta.dirname, '../../../local/s3/catalog.ts');
  const program = `
    const { Catalog } = await import(${JSON.stringify(catalog)});
    const catalog = new Catalog(${JSON.stringify(join(home, 'catalog.sqlite'))});
    const add = (n) => catalog.atomically(() => catalog.addBucket('bucket-' + n + 'x'.repeat(2000), ''));
    try { for (let n = 0; n < 1000; n++) add(n); } catch (error) { console.log(error.message); }
  `;
  // 200 blocks of 512 or 1,024 bytes for each file, without the signal that would end the process.
  const limited =
    'trap "" XFSZ; ulimit -f 200; exec "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1"';
  try {
    const { stdout, stderr } = spawnSync('sh', ['-c', limited, process.execPath, program], { encoding: 'utf8' });
    expect(stdout, stderr).toMatch(/disk I\/O error|disk is full/);
    expect(stdout).not.toContain('rollback');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

it('does not keep an upload without its run: the start is tried again', async () => {
  let tries = 0;
  const started: string[] = [];
  const starts = new Starts(async ({ key }) => {
    tries += 1;
    if (tries < 3) throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    started.push(key);
  }, 1);
  const created = { bucket: 'b', key: 'raw/a', size: 1, etag: 'e', versionId: 'v', sequencer: '1' } as const;
  starts.begin({ ...created, reason: 'PutObject', time: new Date() });
  await until(() => started.length > 0);
  expect(started).toEqual(['raw/a']);
  starts.close();
});
