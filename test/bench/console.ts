/** How long the console keeps a browser from answering, with a long history, many rows and ten years of a site. */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connectToOwn } from '../../cli/connection.ts';
import { startConsole } from '../../console/server/console.ts';
import { findBrowser, startBrowser } from '../helpers/browser.ts';
import { testStack } from '../helpers/stack.ts';
import { lengthenHistory } from './console/long-history.ts';
import { type LongestTask, longestTask } from './console/longest-task.ts';

/** What the longest task of the page's main thread may work, in ms. */
const TARGETS = { longest_task_ms: 200 } as const;
const EVENTS = 10_000;
const ROWS = 100_000;
const YEARS = { first: 2016, last: 2025 } as const;
const PATIENCE_MS = 300_000;
const PAUSE_MS = 200;
/** After what was waited for is there, what still keeps the page busy is part of opening it. */
const SETTLE_MS = 1500;

/** Hour by hour, use and production, with the course of a day and of a year. */
function tenYears(): string {
  const lines = ['timestamp,consumption_kwh,production_kwh'];
  for (let at = Date.UTC(YEARS.first, 0); at < Date.UTC(YEARS.last + 1, 0); at += 3_600_000) {
    const date = new Date(at);
    const season = Math.cos((2 * Math.PI * date.getUTCMonth()) / 12);
    const height = Math.max(0, Math.sin((Math.PI * (date.getUTCHours() - 6)) / 12));
    const used = 0.5 + 0.2 * season + 0.3 * Math.max(0, -Math.sin((Math.PI * (date.getUTCHours() - 6)) / 12));
    const time = date.toISOString().slice(0, 19).replace('T', ' ');
    lines.push(`${time},${used.toFixed(3)},${(2 * height * (1 - 0.5 * season)).toFixed(3)}`);
  }
  return `${lines.join('\n')}\n`;
}

async function isServed(url: string): Promise<boolean> {
  const { items } = sitesSchema.parse(await (await fetch(`${url}/_api/sites`)).json());
  return items.some(({ last_month }) => last_month !== null);
}
const sitesSchema = z.object({ items: z.array(z.object({ last_month: z.string().nullable() })) });

export async function benchConsole() {
  const found = await findBrowser();
  if (!found) return { skipped: 'there is no browser here', ok: true };
  const first = await testStack({ serves: true });
  const { home } = first;
  const { name } = await first.upload('raw/ten-years.csv', tenYears(), { 'time-zone': 'UTC', 'site-id': 'house' });
  // Whoever serves a site holds it for a while, also when it was stopped in the middle.
  while (!(await isServed(first.stack.url))) await sleep(PAUSE_MS);
  await first.stop();
  lengthenHistory(home, name, EVENTS);
  const lake = await testStack({ home, serves: true });
  const { url, port, putFile } = lake.stack;
  const none = async () => {};
  const connection = connectToOwn({ url, port, putFile, caughtUp: 0, finishCaughtUp: none, close: none }, home);
  const console_ = await startConsole(connection, 0);
  const browser = await startBrowser(found);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(console_.address);
    await page.getByRole('link', { name: 'ten-years.csv' }).waitFor();
    const { origin } = new URL(console_.address);
    const opened = async (path: string, then: () => Promise<unknown>): Promise<LongestTask> => {
      await page.goto('about:blank');
      return longestTask(browser, page, async () => {
        await page.goto(`${origin}/${path}`);
        await then();
        await page.waitForTimeout(SETTLE_MS);
      });
    };
    const tab = (title: string) => page.getByRole('tab', { name: title, exact: true }).click();
    const pages = {
      list_of_runs: await opened('#/runs', () => page.getByRole('link', { name: 'ten-years.csv' }).waitFor()),
      graph_of_history: await opened(`#/run/${name}`, () =>
        page.getByRole('button', { name: /^PublishResults/ }).waitFor(),
      ),
      events_of_history: await opened(`#/run/${name}`, async () => {
        await tab('Events');
        await page.getByText('Show more').click();
        await page.getByText('400 of').waitFor();
      }),
      rows_of_query: await opened('#/query', async () => {
        await page.getByLabel('SQL statement').fill(`SELECT * FROM raw_energy_data LIMIT ${ROWS}`);
        await page.keyboard.press('Control+Enter');
        await page.getByText('and more rows').waitFor();
        await page.getByText('Show more').click();
        await tab('Chart');
      }),
      site_month: await opened('#/sites/house', () => page.getByRole('img', { name: /^Balance by day/ }).waitFor()),
      site_ten_years: await opened('#/sites/house', async () => {
        await page.getByText('All', { exact: true }).click();
        await page.getByRole('img', { name: /^Balance by month/ }).waitFor();
        await page.getByRole('img', { name: /^When it uses/ }).waitFor();
      }),
    };
    const longest = Math.max(...Object.values(pages).map(({ worked_ms }) => worked_ms));
    return {
      targets: TARGETS,
      events: EVENTS,
      rows: ROWS,
      longest_task: pages,
      ok: longest <= TARGETS.longest_task_ms,
    };
  } finally {
    await browser.close();
    await console_.close();
    await connection.close();
    await lake.close();
    await rm(home, { recursive: true, force: true });
  }
}
