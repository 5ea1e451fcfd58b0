/**
 * What the workers of a run of tests inherit: one folder for all that they leave in the system's temporary folder,
 * which goes when the run ends, and the compile cache that the `energy` command has, too: each thread in which a
 * function runs loads hundreds of modules.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMPILE_CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'energy');

/** Vitest calls it before it starts its workers, which inherit the variables. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'energy-tests-'));
  process.env.TMPDIR = folder;
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
  return () => rmSync(folder, { recursive: true, force: true });
}
