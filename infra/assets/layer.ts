/**
 * The layer: DuckDB's native library and the wasm forecasters. Both stay out of the functions' bundles, which must be
 * plain JavaScript, and a layer is stored once for all functions.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CACHE, PROJECT } from './folders.ts';

/** The packages that a bundle leaves to the layer. */
export const LAYER_PACKAGES = ['@duckdb/node-api', '@bsull/augurs', '@bsull/augurs-prophet-wasmstan'] as const;

/** Where Lambda unpacks a layer's Node modules; its runtime's NODE_PATH names this folder. */
export const LAYER_MODULES = '/opt/nodejs/node_modules';

/** What Lambda allows for a function's code and layers together, unzipped. */
export const UNZIPPED_LIMIT_BYTES = 250 * 1024 * 1024;

export interface Platform {
  readonly os: 'linux' | 'darwin';
  readonly cpu: 'arm64' | 'x64';
}

export const LAMBDA_PLATFORM: Platform = { os: 'linux', cpu: 'arm64' };

/** Part of a recipe's name, so that a change to how a layer is made makes a new one. */
const RECIPE = 1;

/** Of no use at run time; licences and the packages' own package.json stay. */
const SUPERFLUOUS = /(\.d\.ts|\.d\.mts|\.map|\.md|\.markdown|\.tsbuildinfo|^\.package-lock\.json)$/i;

const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

/** The exact versions that package.json pins. */
function pinnedVersions(): Record<string, string> {
  const { dependencies } = packageSchema.parse(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')));
  return Object.fromEntries(
    LAYER_PACKAGES.map((name) => {
      const version = dependencies[name];
      if (!version || !/^\d/.test(version)) throw new Error(`package.json does not pin ${name} to one version.`);
      return [name, version];
    }),
  );
}

/**
 * Builds the layer's folder for a platform, whatever this machine's is, or finds it built. The first time needs the
 * package registry.
 * @returns the folder that becomes /opt
 * @throws Error when npm cannot install the packages
 */
export function buildLayer(platform: Platform = LAMBDA_PLATFORM): string {
  const dependencies = pinnedVersions();
  const recipe = JSON.stringify({ RECIPE, platform, dependencies });
  const digest = createHash('sha256').update(recipe).digest('hex').slice(0, 16);
  const folder = join(CACHE, 'layers', `${platform.os}-${platform.cpu}-${digest}`);
  if (existsSync(folder)) return folder;

  mkdirSync(join(CACHE, 'layers'), { recursive: true });
  const work = mkdtempSync(join(CACHE, 'layers', 'building-'));
  try {
    install(work, dependencies, platform);
    const opt = join(work, 'opt');
    mkdirSync(join(opt, 'nodejs'), { recursive: true });
    cpSync(join(work, 'node_modules'), join(opt, 'nodejs', 'node_modules'), {
      recursive: true,
      filter: (source) => !SUPERFLUOUS.test(source.slice(source.lastIndexOf('/') + 1)) && !source.endsWith('/.bin'),
    });
    // Another process may have built the same layer meanwhile: a folder is complete when it has its name.
    if (!existsSync(folder)) moveInto(opt, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

function moveInto(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function install(folder: string, dependencies: Record<string, string>, { os, cpu }: Platform): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const libc = os === 'linux' ? ['--libc=glibc'] : [];
  const { status, stderr, error } = spawnSync(
    'npm',
    [
      'install',
      `--os=${os}`,
      `--cpu=${cpu}`,
      ...libc,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--loglevel=error',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  if (error || status !== 0) {
    throw new Error(`npm could not install the layer's packages for ${os}-${cpu}: ${error?.message ?? stderr.trim()}`);
  }
}

/** Files below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
