import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, it, vi } from 'vitest';
import { sweepLake } from '../../../local/sweep-lake.ts';
import { SWEEP_KEY } from '../../../shared/lake/keys.ts';
import { folderLake } from '../../helpers/folder-lake.ts';
import { memoryCatalog } from '../../helpers/record.ts';
import { testStack } from '../../helpers/stack.ts';

afterEach(() => vi.restoreAllMocks());

it('walks through the lake when the stack starts', async () => {
  const home = await mkdtemp(join(tmpdir(), 'energy-swept-'));
  const lake = await testStack({ home, catchUp: true });
  try {
    expect(JSON.parse(await lake.text(SWEEP_KEY))).toMatchObject({ walked: expect.any(String), place: null });
  } finally {
    await lake.close();
    await rm(home, { recursive: true, force: true });
  }
});

it('says what went wrong, and lets the stack start', async () => {
  const told = vi.spyOn(console, 'error').mockReturnValue();
  const broken = async () => {
    throw new Error('the disk is gone');
  };

  const lake = { ...folderLake('/nowhere'), getText: broken };
  const catalog = { ...memoryCatalog(), ...{ ensureDatabase: broken, tables: broken, createTable: broken } };
  await sweepLake(
    { lake, catalog: { ...catalog, updateTable: broken, deleteTable: broken }, s3: new S3Client({}) },
    {},
  );
  expect(told).toHaveBeenCalledWith(expect.stringContaining('the disk is gone'));
});
