import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleFunction } from '../../infra/assets/bundle.ts';
import { buildLayer, filesBelow, LAYER_PACKAGES, UNZIPPED_LIMIT_BYTES } from '../../infra/assets/layer.ts';
import { functionNames, LAMBDA_FUNCTIONS } from '../../shared/runtime/lambda-functions.ts';

const layer = buildLayer();
const files = filesBelow(layer);
const modules = 'nodejs/node_modules';

const ELF = '7f454c46';
const AARCH64 = 0xb7;

function sizeOf(folder: string): number {
  return filesBelow(folder).reduce((sum, file) => sum + lstatSync(join(folder, file)).size, 0);
}

it('holds arm64 binaries only, whatever this machine is', () => {
  const binaries = files.filter((file) => /\.(node|so)(\.|$)/.test(file));
  expect(binaries).toContain(`${modules}/@duckdb/node-bindings-linux-arm64/duckdb.node`);
  for (const file of binaries) {
    const head = readFileSync(join(layer, file)).subarray(0, 20);
    expect(head.subarray(0, 4).toString('hex'), file).toBe(ELF);
    expect(head.readUInt16LE(18), file).toBe(AARCH64);
  }
});

it('holds the versions that the functions are tested with, and the wasm of the forecasters', () => {
  const versionIn = (folder: string, name: string): unknown =>
    JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version;
  for (const name of [...LAYER_PACKAGES, '@duckdb/node-bindings']) {
    expect(versionIn(join(layer, modules), name), name).toBe(versionIn('node_modules', name));
  }
  for (const model of ['ets', 'mstl', 'prophet']) {
    expect(files).toContain(`${modules}/@bsull/augurs/${model}_bg.wasm`);
  }
  expect(files).toContain(`${modules}/@bsull/augurs-prophet-wasmstan/prophet-wasmstan.core.wasm`);
});

it.each(functionNames())('fits into what Lambda allows, together with %s', (name) => {
  const bytes = sizeOf(layer) + sizeOf(bundleFunction(name, LAMBDA_FUNCTIONS[name].entry));
  expect(bytes).toBeGreaterThan(40 * 1024 * 1024);
  expect(bytes).toBeLessThan(UNZIPPED_LIMIT_BYTES);
});

it('leaves nothing native to a bundle', () => {
  for (const name of functionNames()) {
    expect(filesBelow(bundleFunction(name, LAMBDA_FUNCTIONS[name].entry))).toEqual([
      'index.js',
      'index.js.LEGAL.txt',
      'package.json',
    ]);
  }
});
