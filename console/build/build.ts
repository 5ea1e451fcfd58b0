/**
 * The page, built by Vite when it was never built from these sources, which takes a second or two, and kept among the
 * dependencies. Nothing that was built is in the repository, so it cannot be older than its sources.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';

const PROJECT = resolve(import.meta.dirname, '..', '..');
const PAGE = join(PROJECT, 'console', 'page');
const CACHE = join(PROJECT, 'node_modules', '.cache', 'energy', 'console');
/** What a build was made from: digests by path from the project's folder. */
const SOURCES = 'sources.json';
const sourcesSchema = z.record(z.string(), z.string());

/** Not modules, but the build depends on them: the frame, the options, the versions of libraries. */
const BESIDE = ['console/page/index.html', 'console/build/build.ts', 'package-lock.json'];

/** @returns the folder that holds index.html and assets/ */
export async function builtPage(): Promise<string> {
  const folder = join(CACHE, 'page');
  if (isCurrent(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const made = await mkdtemp(join(CACHE, 'building-'));
  await build(made);
  // Another process may have built the same in the meantime: either is as good.
  await rm(folder, { recursive: true, force: true });
  await rename(made, folder).catch(async (error: unknown) => {
    await rm(made, { recursive: true, force: true });
    if (!isCurrent(folder)) throw error;
  });
  return folder;
}

function isCurrent(folder: string): boolean {
  const file = join(folder, SOURCES);
  if (!existsSync(file)) return false;
  const sources = sourcesSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!sources.success) return false;
  return Object.entries(sources.data).every(([path, digest]) => digestOf(path) === digest);
}

async function build(folder: string): Promise<void> {
  const { build: bundle } = await import('vite');
  const modules = new Set<string>(BESIDE);
  await bundle({
    configFile: false,
    root: PAGE,
    logLevel: 'error',
    base: '/',
    mode: 'production',
    // Whatever the process that builds is for: a test's would make React's slow, talkative variant.
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      // Nothing is inlined: the page's policy allows its own files only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    },
    plugins: [
      {
        name: 'sources',
        moduleParsed({ id }) {
          const path = relative(PROJECT, id.replace(/\?.*$/, ''));
          const isOwn = isAbsolute(id) && !path.startsWith('..') && !path.startsWith('node_modules');
          if (isOwn) modules.add(path);
        },
      },
    ],
  });
  const sources = Object.fromEntries([...modules].sort().map((path) => [path, digestOf(path)]));
  await writeFile(join(folder, SOURCES), `${JSON.stringify(sources, null, 2)}\n`);
}

/** Empty for a file that is not there. */
function digestOf(path: string): string {
  const file = join(PROJECT, path);
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
}
