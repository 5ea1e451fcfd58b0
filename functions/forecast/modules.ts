import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type ProphetModule = typeof import('@bsull/augurs/prophet');
type StanModule = typeof import('@bsull/augurs-prophet-wasmstan');

export interface Modules {
  readonly Prophet: ProphetModule['Prophet'];
  readonly optimizer: StanModule['optimizer'];
}

/**
 * Where the two packages are: below FORECAST_MODULES_DIR when it is set, as in a Lambda layer (`/opt/nodejs/node_modules`,
 * where an ES module's import does not look), else where the installed dependencies are found.
 */
function locate(): { prophet: string; stan: string } {
  const folder = process.env.FORECAST_MODULES_DIR;
  if (folder) {
    return {
      prophet: join(folder, '@bsull', 'augurs', 'prophet.js'),
      stan: join(folder, '@bsull', 'augurs-prophet-wasmstan', 'prophet-wasmstan.js'),
    };
  }
  const require = createRequire(import.meta.url);
  return {
    prophet: require.resolve('@bsull/augurs/prophet'),
    stan: require.resolve('@bsull/augurs-prophet-wasmstan'),
  };
}

async function load(): Promise<Modules> {
  const files = locate();
  const prophet: ProphetModule = await import(pathToFileURL(files.prophet).href);
  const stan: StanModule = await import(pathToFileURL(files.stan).href);
  // The package would fetch its .wasm by URL, which Node does not do for files.
  prophet.initSync({ module: readFileSync(join(dirname(files.prophet), 'prophet_bg.wasm')) });
  return { Prophet: prophet.Prophet, optimizer: stan.optimizer };
}

let loaded: Promise<Modules> | undefined;

/** The forecasting modules, compiled once in the life of a container. */
export function forecastModules(): Promise<Modules> {
  loaded ??= load();
  return loaded;
}
