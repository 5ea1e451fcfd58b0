import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { CACHE, PROJECT } from './folders.ts';
import { LAYER_PACKAGES } from './layer.ts';

const built = new Map<string, string>();

/**
 * Bundles a function's entry into one file.
 *
 * CommonJS, because that is how the layer is found: `require` looks in NODE_PATH, which Lambda's Node runtime points at
 * /opt/nodejs/node_modules, while an ES module's `import` does not. The AWS SDK is bundled: the version that was tested
 * is the one that runs, and one file loads faster than the runtime's copy.
 * @param entry module from the project's root
 * @returns the folder with index.js and its package.json, named by its content
 */
export function bundleFunction(name: string, entry: string): string {
  const known = built.get(entry);
  if (known) return known;
  const { outputFiles } = buildSync({
    absWorkingDir: PROJECT,
    entryPoints: [entry],
    outfile: 'index.js',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: [...LAYER_PACKAGES],
    // Its main file asks for its parts in a way that no bundler follows.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    // Names stay as they are, so that a stack trace in the log can be read without a source map.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    // Asked for only where the layer's folder is not named: on a laptop, which does not run this bundle.
    define: { 'import.meta.url': 'undefined' },
    logLevel: 'warning',
  });
  const digest = createHash('sha256');
  for (const { contents } of outputFiles) digest.update(contents);
  const folder = join(CACHE, 'bundles', `${name}-${digest.digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) {
    const files = outputFiles.map(({ path, contents }) => [basename(path), contents] as const);
    // Said, not guessed: Node would take the kind of module from any package.json in a folder above.
    writeFolder(folder, [...files, ['package.json', Buffer.from('{"type":"commonjs"}\n')]]);
  }
  built.set(entry, folder);
  return folder;
}

/** A folder is complete when it has its name: another process may be writing the same one. */
function writeFolder(folder: string, files: readonly (readonly [string, Uint8Array])[]): void {
  mkdirSync(join(folder, '..'), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  for (const [name, contents] of files) writeFileSync(join(work, name), contents);
  try {
    renameSync(work, folder);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
