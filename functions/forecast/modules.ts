import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type EtsModule = typeof import('@bsull/augurs/ets');
type MstlModule = typeof import('@bsull/augurs/mstl');
type ProphetModule = typeof import('@bsull/augurs/prophet');
type StanModule = typeof import('@bsull/augurs-prophet-wasmstan');

export interface Modules {
  readonly AutoETS: EtsModule['AutoETS'];
  readonly MSTL: MstlModule['MSTL'];
  readonly Prophet: ProphetModule['Prophet'];
  readonly optimizer: StanModule['optimizer'];
}

/**
 * A file of the two packages: below FORECAST_MODULES_DIR when it is set, as in a Lambda layer
 * (`/opt/nodejs/node_modules`, where an ES module's import does not look), else where the installed dependencies are
 * found.
 */
function locate(name: 'augurs/ets' | 'augurs/mstl' | 'augurs/prophet' | 'augurs-prophet-wasmstan'): string {
  const folder = process.env.FORECAST_MODULES_DIR;
  if (!folder) return createRequire(import.meta.url).resolve(`@bsull/${name}`);
  const file = name === 'augurs-prophet-wasmstan' ? join(name, 'prophet-wasmstan.js') : `${name}.js`;
  return join(folder, '@bsull', file);
}

/** The package would fetch its .wasm by URL, which Node does not do for files. */
function compiled(file: string): { module: Buffer } {
  return { module: readFileSync(file.replace(/\.js$/, '_bg.wasm')) };
}

async function load(): Promise<Modules> {
  const files = { ets: locate('augurs/ets'), mstl: locate('augurs/mstl'), prophet: locate('augurs/prophet') };
  const importFile = (file: string) => import(pathToFileURL(file).href);
  const ets: EtsModule = await importFile(files.ets);
  const mstl: MstlModule = await importFile(files.mstl);
  const prophet: ProphetModule = await importFile(files.prophet);
  const stan: StanModule = await importFile(locate('augurs-prophet-wasmstan'));
  ets.initSync(compiled(files.ets));
  mstl.initSync(compiled(files.mstl));
  prophet.initSync(compiled(files.prophet));
  return { AutoETS: ets.AutoETS, MSTL: mstl.MSTL, Prophet: prophet.Prophet, optimizer: stan.optimizer };
}

let loaded: Promise<Modules> | undefined;

/**
 * The forecasting modules, compiled once in the life of a container.
 * @throws what loading throws; the next call tries again
 */
export function forecastModules(): Promise<Modules> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}
