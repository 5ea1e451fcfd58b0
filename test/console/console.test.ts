/** The console as a person meets it: its server from outside, and its pages in a real browser. */
import { globSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToOwn } from '../../cli/connection.ts';
import { startConsole } from '../../console/server/console.ts';
import { findBrowser, startBrowser } from '../helpers/browser.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

let lake: TestStack;
let console_: Awaited<ReturnType<typeof startConsole>>;
let connection: ReturnType<typeof connectToOwn>;
/** `http://127.0.0.1:PORT` */
let origin: string;
let token: string;

beforeAll(async () => {
  lake = await testStack({ serves: true });
  const { url, port, putFile } = lake.stack;
  const none = async () => {};
  connection = connectToOwn({ url, port, putFile, caughtUp: 0, finishCaughtUp: none, close: none }, lake.home);
  console_ = await startConsole(connection, 0);
  const address = new URL(console_.address);
  origin = address.origin;
  token = address.hash.replace('#token=', '');
});
afterAll(async () => {
  await console_.close();
  await connection.close();
  await lake.close();
});

describe('the server', () => {
  const post = (path: string, headers: Record<string, string>, body = '{}') =>
    fetch(`${origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const authorization = () => ({ authorization: `Bearer ${token}` });

  it('answers with the token and without it says what to do', async () => {
    expect((await post('/api/about', authorization())).status).toBe(200);
    const refused = await post('/api/about', {});
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('Open the address') });
  });

  it('does nothing for a GET, another page, or a name that points here', async () => {
    expect((await fetch(`${origin}/api/about`, { headers: authorization() })).status).toBe(404);
    expect((await post('/api/about', { ...authorization(), origin: lake.stack.url })).status).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve) => {
      get(origin, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(rebound).toBe(403);
  });

  it('takes only what an operation takes, and reads no file but its own', async () => {
    expect((await post('/api/list-runs', authorization(), '{"filter": "some"}')).status).toBe(400);
    expect((await post('/api/list-runs', authorization(), 'not JSON')).status).toBe(400);
    expect((await post('/api/show-run', authorization(), '{"run": "../../etc/passwd"}')).status).toBe(422);
    expect((await fetch(`${origin}/assets/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('serves the page with a policy that lets nothing else in', async () => {
    const page = await fetch(origin);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toContain("'unsafe-inline'");
    const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(await page.text()).toContain(`content="${nonce}"`);
    expect((await fetch(origin)).headers.get('content-security-policy')).not.toBe(policy);
  });

  it('loads less than 500 KB compressed for all of its pages together', async () => {
    const index = await (await fetch(origin)).text();
    const first = [...index.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    const sizes = first.map(async (path) => Number((await fetch(`${origin}${path}`)).headers.get('content-length')));
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(first.length).toBeGreaterThan(1);
    expect(total).toBeLessThan(250_000);
  });
});

const browserFound = await findBrowser();
const HOSTILE = '<img src=x onerror=alert(1)>';

describe.skipIf(browserFound === undefined)('the pages in a browser (without one these do not run)', () => {
  let browser: Browser;
  let page: Page;
  /** Errors that the browser told of, refusals of the page's policy among them. */
  const told: string[] = [];

  beforeAll(async () => {
    if (browserFound) browser = await startBrowser(browserFound);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(120_000);
    // Typing over a coloured word makes Chromium write its style beside it, which the policy refuses; nothing is lost.
    const isTypingStyle = (message: string) => message.startsWith('Applying inline style violates');
    page.on('console', (message) => {
      if (message.type() === 'error' && !isTypingStyle(message.text())) told.push(message.text());
    });
    page.on('pageerror', (error) => told.push(error.message));
    page.on('dialog', (dialog) => told.push(`a dialog: ${dialog.message()}`));
  });
  afterAll(async () => {
    await browser?.close();
  });

  const open = (path: string) => page.goto(`${origin}/${path}`);
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  const file = (name: string, body: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(body) });

  /** What a check of accessibility finds that keeps people out. */
  async function barriers(): Promise<string[]> {
    await page.evaluate(axe.source);
    const found: unknown = await page.evaluate(
      "axe.run().then(({violations}) => violations.filter(({impact}) => ['serious', 'critical'].includes(impact))" +
        ".map(({id, nodes}) => id + ': ' + nodes.map(({html}) => html.slice(0, 200)).join(' | ')))",
    );
    return Array.isArray(found) ? found.map(String) : ['nothing was checked'];
  }

  it('say without a token which address to open, and open with it', async () => {
    await open('#/runs');
    await page.getByText('Open the address that it printed').waitFor();
    expect(told.splice(0)).toEqual([expect.stringContaining('401')]);
    await page.goto(console_.address);
    await page.getByText('There are no executions yet').waitFor();
    await page.reload();
    await page.getByText('There are no executions yet').waitFor();
    expect(page.url()).not.toContain(token);
    expect(await barriers()).toEqual([]);
  });

  it('show what is understood of a file before it is sent, then its run to the report', async () => {
    await open('#/upload');
    const body = threeWeeks().replaceAll('Heater', `${HOSTILE}</script>`);
    await page.setInputFiles('input[type=file]', file(`${HOSTILE}.csv`, body));
    await page.getByText('What would be quarantined').first().waitFor();
    expect(await page.getByRole('article').innerText()).toContain('1 rejected');
    expect(await barriers()).toEqual([]);
    // What is typed and not read would be lost with the file.
    const send = page.getByRole('button', { name: 'Send and run' });
    await page.getByText('Say what the file does not say of itself').click();
    await page.getByLabel('Site', { exact: true }).fill('cabin');
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel('Site', { exact: true }).fill('');
    await send.click();
    await page.getByRole('button', { name: /PublishResults\s*Succeeded/ }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: /DetectAnomalies/ }).click();
    await page.getByRole('heading', { name: 'DetectAnomalies' }).waitFor();
    await tab('Report');
    await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
    // What only its script adds: it runs, in a frame that reaches nothing.
    await page.frameLocator('iframe').getByRole('button', { name: 'Data as CSV' }).first().waitFor();
    await tab('Rejected rows');
    await page.getByText('2026-10-05 00:00:00,Fridge,broken').waitFor();
    await tab('Log');
    await page.getByRole('cell', { name: 'validate', exact: true }).first().waitFor();
    await tab('Events');
    await page.getByText('ExecutionSucceeded').waitFor();
  });

  it('ask what a file leaves open, and read it as answered', async () => {
    await open('#/upload');
    const lines = Array.from(
      { length: 24 },
      (_, hour) => `2026-03-01 ${String(hour).padStart(2, '0')}:00,${500 + hour}`,
    );
    await page.setInputFiles('input[type=file]', file('ask.csv', `time,value\n${lines.join('\n')}\n`));
    await page.getByText('Which is right?').waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('status').filter({ hasText: 'ask.csv: leaves a question open' }).waitFor();
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByRole('status').filter({ hasText: 'ask.csv: is understood' }).waitFor();
    await page.getByText('Energy by flow').first().waitFor();
    // The answer's button is gone; the focus is not.
    expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe('ask.csv');
    expect(await page.getByRole('article').innerText()).toMatch(/\d kWh/);
  });

  it('lead from a file that failed to its rows', async () => {
    await lake.upload('raw/bad.csv', 'timestamp,appliance,kwh\n2026-10-01 00:00,AC,1\n2026-10-01 01:00,AC,x"y\n');
    await open('#/runs');
    await page.getByText('Failed', { exact: true }).first().click();
    await page.getByRole('link', { name: 'bad.csv' }).click();
    await page.getByRole('button', { name: /ValidateReadings\s*Failed/ }).waitFor();
    await tab('Rejected rows');
    await page.getByText('2026-10-01 01:00,AC,x"y').waitFor();
    expect(await barriers()).toEqual([]);
  });

  it('let a run that was stopped go on to its end', async () => {
    const version = await lake.put('raw/stopped.csv', threeWeeks());
    const ended = lake.executionOf(version);
    for (let stopped = false; !stopped; ) {
      const [executionArn] = await lake.running();
      if (executionArn) await lake.sfn.send(new StopExecutionCommand({ executionArn }));
      stopped = executionArn !== undefined;
    }
    await ended;
    await open('#/runs');
    await page.getByRole('link', { name: 'stopped.csv' }).click();
    await page.getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('The same run goes on at').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Redrive' }).click();
    await page.getByRole('button', { name: /PublishResults\s*Succeeded/ }).waitFor();
  });

  it('answer a query, show where one is wrong, and give its rows as a file', async () => {
    await open('#/query');
    const editor = page.getByLabel('SQL statement');
    const write = async (sql: string) => {
      await editor.fill(sql);
      await page.keyboard.press('Control+Enter');
    };
    await editor.waitFor();
    await write('SELECT kw FROM raw_energy_data');
    await page.getByText('line 1, column 8').waitFor();
    await page.locator('.cm-lintRange-error').waitFor();
    await write(
      'SELECT appliance, MAX(readings) AS n FROM processed_energy_data GROUP BY appliance ORDER BY appliance DESC',
    );
    await page.getByRole('cell', { name: 'Fridge' }).waitFor();
    expect(await barriers()).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download as CSV').click()]);
    const csv = await text(await download.createReadStream());
    expect(csv.split('\n')).toEqual(['appliance,n', 'Heater,504', 'Fridge,504', `${HOSTILE}</script>,504`, '']);
    await tab('Chart');
    await page.getByRole('img', { name: 'n by appliance' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Heater: 504').waitFor();
  });

  it('lead from an overlap to the removal of the file that takes the place of another', async () => {
    const metadata = { 'site-id': HOSTILE };
    await lake.upload('raw/first.csv', threeWeeks(), metadata);
    await lake.upload(`raw/${HOSTILE}-second.csv`, threeWeeks({ bump: 0.01 }), metadata);
    await open('#/data');
    await page.getByLabel('Search by dataset or file').fill('first');
    await page.getByText('1 dataset', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^first/ }).click();
    await page.getByText(/of first-\w+ from .* do not count/).waitFor();
    expect(await barriers()).toEqual([]);
    await open('#/data');
    await page.getByRole('link', { name: /second/ }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('region', { name: 'What each month comes to' }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('is removed from 1 site').waitFor();
    await page.getByText('No other upload tells of the same time').waitFor();
    const rows = await lake.query(`SELECT COUNT(*) FROM shadowed_readings WHERE site_id = '${HOSTILE}'`);
    expect(rows).toEqual([['0']]);
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('is published again').waitFor();
    await open('#/data');
    await tab('Tables');
    await page.getByRole('button', { name: 'raw_energy_data' }).click();
    await page.getByRole('heading', { name: 'Partitions of raw_energy_data' }).waitFor();
    const saved = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText(button).click()]);
      return text(await download.createReadStream());
    };
    expect(await saved('All rows as CSV')).toMatch(/^appliance,timestamp,.*\n/);
    await tab('Datasets');
    expect(await saved('Datasets as CSV')).toMatch(/^dataset,key,from,.*\r\n.*first-\w+,raw\/first\.csv,2026-/s);
    expect(await barriers()).toEqual([]);
  });

  it('show the balance of a site, let one look into it with the keyboard, and what is to come', async () => {
    await open(`#/sites/${encodeURIComponent(HOSTILE)}`);
    await page.getByRole('heading', { name: HOSTILE, level: 1 }).waitFor();
    const picture = (name: RegExp) => page.getByRole('img', { name });
    await picture(/^Balance by day, Oct 2026/).waitFor();
    await page.getByText('Beyond what is usual').waitFor();
    await picture(/^Expected use/).waitFor();
    await picture(/^When it uses most/).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^Fri 2 Oct, 00:00: [\d.]+ kWh/).waitFor();
    expect(await barriers()).toEqual([]);
    // From the first bar to the fourth: with the keyboard, then with the pointer.
    await picture(/^Balance by day/).focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('1 Oct – 4 Oct: let go, or Enter').waitFor();
    await page.keyboard.press('Enter');
    await picture(/^Balance by hour, 1 Oct 2026 – 4 Oct 2026/).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await picture(/^Balance by day, Oct 2026/).waitFor();
    const box = await page.getByRole('region', { name: 'Balance' }).locator('.catcher').boundingBox();
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
    const at = (bar: number) => [x + ((bar + 0.5) * width) / 31, y + height / 2] as const;
    await page.mouse.move(...at(9));
    await page.mouse.down();
    await page.mouse.move(...at(5), { steps: 4 });
    await page.mouse.up();
    await picture(/^Balance by hour, 6 Oct 2026 – 10 Oct 2026/).waitFor();
    await page.getByText('Month', { exact: true }).click();

    await picture(/^Balance by day, Oct 2026/).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^Thu 1 Oct: used [\d.]+ kWh/).waitFor();
    await page.keyboard.press('Enter');
    await picture(/^Balance by interval, Thu 1 Oct 2026/).waitFor();
    await page.getByText('All', { exact: true }).click();
    await picture(/^Balance by month/).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^Oct 2026: used .*; of \d+ of 744 hours only/).waitFor();
    expect(await barriers()).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Data as CSV').click()]);
    const csv = await text(await download.createReadStream());
    expect(csv).toMatch(/^local_time,energy_consumed_kwh,.*\r\n2026-10,[\d.]+,/);
  });

  it('move a file to another site, by a run that is followed', async () => {
    await open('#/data');
    await page.getByRole('link', { name: /^first/ }).click();
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByLabel('The site that it is of').fill('attic');
    await page.getByRole('button', { name: 'Show what it would do' }).click();
    await page.getByRole('region', { name: 'What each month comes to' }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByRole('heading', { name: 'first.csv', level: 1 }).waitFor();
    await page.getByText('Published', { exact: true }).waitFor();
    const sites = await lake.query("SELECT DISTINCT site_id FROM upload_readings WHERE dataset LIKE 'first-%'");
    expect(sites).toEqual([['attic']]);
  });

  it('fit a telephone and the dark, and let no name of a file become part of a page', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['#/runs', '#/upload', '#/query', '#/data', '#/sites']) {
      await open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(375);
      expect(await barriers(), path).toEqual([]);
    }
    expect(await page.locator('img').count()).toBe(0);
    expect(told).toEqual([]);
    await open('#/data');
    await page.getByRole('link', { name: /^first/ }).waitFor();
    const wider = "[...document.querySelectorAll('.scroll')].filter((table) => table.scrollWidth > table.clientWidth)";
    expect(await page.evaluate(`${wider}.length`)).toBe(0);
  });

  it('lead to a report that keeps nobody out where it opens from the disk, on a telephone in the dark', async () => {
    const [report = ''] = globSync('lake/*/reports/**/report.html', { cwd: lake.home });
    await page.goto(pathToFileURL(join(lake.home, report)).href);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    expect(await barriers()).toEqual([]);
  });
});
