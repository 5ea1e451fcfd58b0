/** `npm run screenshots`: the pictures of the console and of a report in README and docs, from a stack of its own. */
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectToOwn } from '../cli/connection.ts';
import { DEFAULT_SEED, KINDS, writeFiles } from '../cli/generate/index.ts';
import { runFile } from '../cli/runs/run.ts';
import { inspectFiles } from '../cli/runs/upload.ts';
import { startOwnStack } from '../cli/stack.ts';
import { startConsole } from '../console/server/console.ts';
import { findBrowser, startBrowser } from './helpers/browser.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');
const picture = (name: string) => ({ path: join(DOCS, `console-${name}.png`) });

const found = await findBrowser();
if (!found) throw new Error('There is no browser here: install Chrome or Chromium.');

const home = await mkdtemp(join(tmpdir(), 'energy-screenshots-'));
const stack = await startOwnStack(home, 0, 'serve');
const connection = connectToOwn(stack, home);
const console_ = await startConsole(connection, 0);
const browser = await startBrowser(found);
try {
  const { plan, start, days } = KINDS.household;
  const file = join(home, 'sample-month.csv');
  await writeFiles(plan({ start, days, seed: DEFAULT_SEED }), file, { format: 'csv', gzip: false });
  const [sample] = await inspectFiles([file]);
  if (!sample) throw new Error(`${file} was not written.`);
  await runFile(connection, sample, {});

  const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
  page.setDefaultTimeout(120_000);
  const { origin } = new URL(console_.address);
  await page.goto(console_.address);
  await page.getByRole('link', { name: 'sample-month.csv' }).click();
  await page.getByRole('button', { name: /ForecastDemand\s*Succeeded/ }).click();
  await page.screenshot(picture('run'));

  await page.goto(`${origin}/#/upload`);
  await page.setInputFiles('input[type=file]', file);
  await page.getByText('First readings').first().waitFor();
  await page.screenshot(picture('upload'));

  await page.goto(`${origin}/#/query`);
  await page.getByLabel('SQL statement').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('tab', { name: 'Chart' }).click();
  await page.screenshot(picture('query'));

  await page.goto(`${origin}/#/sites`);
  await page.getByRole('img', { name: /^Balance by day/ }).waitFor();
  await page.getByText('Beyond what is usual').waitFor();
  await page.screenshot(picture('site'));

  // As it opens from the disk.
  const [report] = globSync('lake/*/reports/**/report.html', { cwd: home });
  if (report === undefined) throw new Error('The run made no report.');
  await page.goto(pathToFileURL(join(home, report)).href);
  await page.screenshot({ path: join(DOCS, 'report.png') });
} finally {
  await browser.close();
  await console_.close();
  await connection.close();
  await stack.close();
  await rm(home, { recursive: true, force: true });
}
