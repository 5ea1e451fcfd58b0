import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { utcMinute } from '../../shared/text/days.ts';
import { messageOf } from '../errors.ts';
import { PROJECT } from '../paths.ts';
import type { Finding } from './finding.ts';

const REINSTALL = `Delete ${join(PROJECT, 'node_modules')} and run any npm script of the project; it installs them.`;
const REQUIRED_MAJOR = 24;

export async function checkNode(): Promise<Finding> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const text = `Node ${process.versions.node}, ${process.platform}-${process.arch}`;
  if (major >= REQUIRED_MAJOR) return { state: 'ok', text };
  return { state: 'wrong', text, mend: `Node ${REQUIRED_MAJOR} is needed: 'npm run -s energy' brings its own.` };
}

export async function checkDependencies(): Promise<Finding> {
  const stamp = join(PROJECT, 'node_modules', '.installed-from');
  const lock = createHash('sha256')
    .update(readFileSync(join(PROJECT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
    return { state: 'ok', text: 'The dependencies are those of package-lock.json' };
  }
  return { state: 'warning', text: 'The dependencies may not be those of package-lock.json', mend: REINSTALL };
}

export async function checkDuckDb(): Promise<Finding> {
  try {
    const { DuckDBInstance, version } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('SELECT 1');
    connection.closeSync();
    return { state: 'ok', text: `DuckDB ${version()} answers` };
  } catch (error) {
    return { state: 'wrong', text: `DuckDB does not load: ${messageOf(error)}`, mend: REINSTALL };
  }
}

export async function checkForecaster(): Promise<Finding> {
  try {
    const { forecastModules } = await import('../../functions/forecast/modules.ts');
    await forecastModules();
    return { state: 'ok', text: 'The forecasters (ETS, MSTL, Prophet in WebAssembly) load' };
  } catch (error) {
    return { state: 'wrong', text: `The forecasters do not load: ${messageOf(error)}`, mend: REINSTALL };
  }
}

export async function checkSettings(): Promise<Finding> {
  const { readSettings } = await import('../../shared/settings/settings.ts');
  try {
    const { ENERGY_TIME_ZONE, ENERGY_CURRENCY } = readSettings(process.env);
    return { state: 'ok', text: `The settings are valid (time zone ${ENERGY_TIME_ZONE}, currency ${ENERGY_CURRENCY})` };
  } catch (error) {
    return { state: 'wrong', text: messageOf(error), mend: 'Correct the environment variable, or take it away.' };
  }
}

/** AWS refuses signatures of a clock that is five minutes wrong, and readings "of the future" are quarantined. */
export async function checkClock(): Promise<Finding> {
  const now = new Date();
  const text = `The clock says ${utcMinute(now)} UTC`;
  // Files of this project were made in the past.
  if (now >= statSync(join(PROJECT, 'package-lock.json')).mtime) return { state: 'ok', text };
  return { state: 'wrong', text: `${text}, which is in the past`, mend: 'Set the clock of this machine.' };
}
