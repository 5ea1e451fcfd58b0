/** The API over a real table and a record: what it answers, and that it answers what its own description says. */
import { S3Client } from '@aws-sdk/client-s3';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serveSites } from '../../../../functions/serve-sites/serve-sites.ts';
import { createApp } from '../../../../functions/sites-api/app.ts';
import type { ApiContext } from '../../../../functions/sites-api/context.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import { type RecordReading, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';
import { type ServedTable, servedTable } from '../../../helpers/served.ts';

let table: ServedTable;
let world: RecordWorld;
let context: ApiContext;

const reading = (thing: string, hour: number, kwh: number): RecordReading => ({
  thing,
  ...{ from: hour * 60, to: (hour + 1) * 60, kwh },
});

const ODD = { unusual: 'HIGH' } as const;

beforeAll(async () => {
  table = await servedTable();
  world = await recordWorld();
  const hours = [0, 1, 2, 24, 25];
  const readings = [
    ...hours.map((hour) => ({ ...reading('home total use', hour, 1 + hour), ...(hour === 1 && ODD) })),
    ...hours.map((hour) => reading('home total generation', hour, 2)),
    ...hours.map((hour) => ({ ...reading('mill total use', hour, 10), ...([1, 25].includes(hour) && ODD) })),
  ];
  await upload({ dataset: 'a', run: 'r', uploaded: 3 * 24 * 60, readings, balanced: true }, world.context());
  const { lake, database, folder, now } = world.context();
  await serveSites({ sweep: true }, { ...world.context(), store: table.store, days: 400, send: async () => {} });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ endpoint: table.url, region: 'us-east-1', credentials, forcePathStyle: true });
  const { store } = table;
  const well = async () => {};
  const checks = { lake: () => lake.getText('a'), table: () => store.site('a'), workflow: well, queries: well };
  context = { lake, database, folder, now, s3, store, checks, authoriser: 'none', version: '1' };
});
afterAll(() => table.close());

async function ask(path: string, init: RequestInit = {}, change: Partial<ApiContext> = {}, event: object = {}) {
  const response = await createApp({ ...context, ...change }).request(path, init, { event });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

const pageSchema = z.object({
  items: z.array(z.looseObject({ timestamp: z.string(), energy_consumed_kwh: z.number() })),
  next: z.string().nullable(),
});

it('lists sites, and leafs through the intervals of one, the last first, each once', async () => {
  const { body } = await ask('/sites');
  expect(body).toMatchObject({ items: [{ site_id: 'home' }, { site_id: 'mill' }], next: null });
  const seen: number[] = [];
  let next: string | null = '';
  while (next !== null) {
    const answer = await ask(`/sites/home?limit=2&to=2026-10-02T01:00:00Z${next && `&cursor=${next}`}`);
    const page = pageSchema.parse(answer.body);
    seen.push(...page.items.map((item) => item.energy_consumed_kwh));
    next = page.next;
  }
  expect(seen).toEqual([25, 3, 2, 1]);
});

const anyPageSchema = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });

/** All pages of a list, one item at a time. */
async function leafed(path: string): Promise<unknown[]> {
  const items: unknown[] = [];
  let cursor = '';
  do {
    const page = anyPageSchema.parse((await ask(`${path}limit=1${cursor}`)).body);
    expect(page.items.length).toBeLessThan(2);
    items.push(...page.items);
    cursor = page.next === null ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  return items;
}

it.each([
  ['sites', '/sites?', 2],
  ['anomalies of all sites', '/anomalies?from=2026-10-01&to=2026-10-05&', 3],
  ['balances', '/sites/home/balance?from=2026-10-01&to=2026-10-02&grain=interval&', 5],
  ['days of a range', '/sites/home/range?from=2026-09-01&to=2026-10-31&', 2],
])('gives the same %s page by page as at once', async (_, path, count) => {
  const { body } = await ask(path);
  const whole = anyPageSchema.parse(body);
  expect(whole.items).toHaveLength(count);
  expect(whole.next).toBeNull();
  expect(await leafed(path)).toEqual(whole.items);
});

it('goes on with the time that a list of anomalies began with, and refuses the cursor of another list', async () => {
  const first = { now: () => new Date('2026-10-02T00:30:00Z') };
  const { body } = await ask('/anomalies?limit=1', {}, first);
  expect(body).toMatchObject({ count: 2, items: [{ site_id: 'mill' }], next: expect.any(String) });
  const { next } = anyPageSchema.parse(body);
  // Meanwhile the third one was served.
  const later = await ask(`/anomalies?limit=9&cursor=${next}`);
  expect(later.body).toMatchObject({ count: 2, items: [{ site_id: 'home' }], next: null });
  for (const path of [
    '/anomalies?from=2026-10-01&',
    '/sites?',
    '/sites/home/anomalies?',
    '/sites/home/range?from=2026-10-01&to=2026-10-02&',
  ])
    expect(await ask(`${path}cursor=${next}`), path).toMatchObject({ status: 400 });
});

it('says of a sum how much of its time it is of, by the clock of the site', async () => {
  const lit = { local: '2026-10-01T00:00:00', intervals: 3, hours: 3 };
  const day = await ask('/sites/home/balance?from=2026-10-01&to=2026-10-01&grain=day');
  const partial = ['energy_consumed_kwh', 'energy_generated_kwh', 'net_energy_kwh', 'self_used_kwh'];
  expect(day.body).toMatchObject({ items: [{ ...lit, period_hours: 24, partial }] });
  const hour = await ask('/sites/home/balance?from=2026-10-01&to=2026-10-01&grain=hour&limit=1');
  expect(hour.body).toMatchObject({ items: [{ local: lit.local, hours: 1, period_hours: 1, partial: [] }] });
  // In October the clock of Berlin goes back.
  const site = async (name: string) => {
    const found = await context.store.site(name);
    return found && { ...found, time_zone: 'Europe/Berlin' };
  };
  const store = { ...context.store, site };
  const month = await ask('/sites/mill/balance?from=2026-10-02&to=2026-10-31&grain=month', {}, { store });
  expect(month.body).toMatchObject({ items: [{ hours: 2, period_hours: 745, partial: ['energy_consumed_kwh'] }] });
});

it('adds the record up by day and month, and tells net energy where both are known', async () => {
  const { body } = await ask('/sites/home/balance?from=2026-10-01&to=2026-10-02&grain=day');
  expect(body).toMatchObject({
    items: [
      {
        local: '2026-10-01T00:00:00',
        intervals: 3,
        energy_consumed_kwh: 6,
        energy_generated_kwh: 6,
        net_energy_kwh: 0,
      },
      { local: '2026-10-02T00:00:00', intervals: 2, energy_consumed_kwh: 51, net_energy_kwh: -47 },
    ],
  });
  const month = await ask('/sites/mill/balance?from=2026-10-01&to=2026-10-31&grain=month');
  expect(month.body).toMatchObject({ items: [{ intervals: 5, energy_consumed_kwh: 50, net_energy_kwh: null }] });
});

it('sums sites up, and does not know together what it does not know of one', async () => {
  const { body } = await ask('/summary?from=2026-10-01&to=2026-10-31');
  expect(body).toMatchObject({
    together: { sites: 2, energy_consumed_kwh: 107, energy_generated_kwh: null, days: 2 },
    sites: [
      { site_id: 'home', energy_consumed_kwh: 57, energy_generated_kwh: 10, net_energy_kwh: -47 },
      { site_id: 'mill', energy_consumed_kwh: 50, net_energy_kwh: null, efficiency: null, price_assumed: true },
    ],
  });
});

it('says of a forecast that readings of an older month changed after it was made', async () => {
  const month = (dataset: string, uploaded: number, hour: number) =>
    upload(
      { ...{ dataset, run: dataset, uploaded }, readings: [reading('cabin total use', hour, 1)], forecast: ['cabin'] },
      world.context(),
    );
  const forecast = async () => {
    await serveSites({ sweep: true }, { ...world.context(), store: table.store, days: 400, send: async () => {} });
    return (await ask('/sites/cabin/forecast')).body;
  };
  await month('november', 1, 31 * 24);
  const told = { dataset: 'november', items: [{ day: '2026-11-01', kwh: 24, lower_kwh: 20, upper_kwh: 28 }] };
  expect(await forecast()).toMatchObject({ ...told, stale: false });
  await month('october', 2, 0);
  expect(await forecast()).toMatchObject({ ...told, stale: true });
});

it('leaves a site out of the sums in whose days it has no readings, and refuses days in the wrong order', async () => {
  const { body } = await ask('/summary?from=2026-11-01&to=2026-11-30');
  expect(body).toMatchObject({ together: { sites: 1, energy_consumed_kwh: 1 }, sites: [{ days: 1 }, { days: 0 }, {}] });
  for (const path of ['/summary?', '/sites/home/range?', '/sites/home/balance?grain=day&'])
    expect(await ask(`${path}from=2026-10-29&to=2026-10-28`)).toMatchObject({
      status: 400,
      body: { detail: '`to` (2026-10-28) must not be before `from` (2026-10-29).' },
    });
});

it('answers 304 to whom knows it already, and compresses what is long', async () => {
  const first = await ask('/sites');
  const etag = first.headers.get('etag') ?? '';
  expect(etag).not.toBe('');
  expect((await ask('/sites', { headers: { 'if-none-match': etag } })).status).toBe(304);
  const long = await createApp(context).request('/sites/home', { headers: { 'accept-encoding': 'gzip' } });
  expect(long.headers.get('content-encoding')).toBe('gzip');
});

it('shows a caller its own sites and does not tell others from what is not there', async () => {
  await context.lake.putText(CONFIG_KEYS.access, '{"principals":{"a":["home"]}}', 'application/json');
  const event = { requestContext: { authorizer: { jwt: { claims: { sub: 'a' } } } } };
  const asA = (path: string, init?: RequestInit) => ask(path, init, { authoriser: 'jwt' }, event);
  expect((await asA('/sites')).body).toMatchObject({ items: [{ site_id: 'home' }] });
  expect((await asA('/summary?from=2026-10-01&to=2026-10-31')).body).toMatchObject({
    together: { energy_consumed_kwh: 57 },
  });
  for (const path of ['/sites/mill', '/sites/mill/anomalies', '/sites/mill/forecast', '/sites/nowhere'])
    expect((await asA(path)).status, path).toBe(404);
  const cursor = Buffer.from(
    JSON.stringify({ scope: '["site","home",false]', key: { site_id: 'mill', timestamp: '2026-10-02T00:00:00Z' } }),
  ).toString('base64url');
  const forged = pageSchema.parse((await asA(`/sites/home?cursor=${cursor}`)).body);
  expect(forged.items.map((item) => item.energy_consumed_kwh)).toEqual([3, 2, 1]);
  const body = JSON.stringify({ site_id: 'mill', name: 'a.csv' });
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  expect((await asA('/uploads', post)).status).toBe(403);
  expect((await ask('/sites', {}, { authoriser: 'jwt' })).status).toBe(401);
  expect((await ask('/health', {}, { authoriser: 'jwt' })).body).toMatchObject({ status: 'ok' });
});

/** What API Gateway's HTTP API calls a function with, as AWS documents it: payload format 2.0. */
function gatewayEvent(path: string, authorizer: object): LambdaEvent {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const http = { method: 'GET', path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'agent' };
  return {
    ...{ version: '2.0', routeKey: 'ANY /{proxy+}', rawPath, rawQueryString, isBase64Encoded: false, body: null },
    headers: { accept: 'application/json', host: 'id.execute-api.us-east-1.amazonaws.com' },
    requestContext: {
      ...{ accountId: '111122223333', apiId: 'id', domainName: 'id.execute-api.us-east-1.amazonaws.com' },
      ...{ domainPrefix: 'id', requestId: 'r', routeKey: 'ANY /{proxy+}', stage: '$default' },
      ...{ time: '28/Oct/2026:12:00:00 +0000', timeEpoch: 1_793_188_800_000, authentication: null, http },
      authorizer,
    },
  } as unknown as LambdaEvent;
}

it.each([
  ['jwt', { jwt: { claims: { sub: 'a', iss: 'https://id.example', token_use: 'access' }, scopes: null } }],
  [
    'iam',
    {
      iam: {
        ...{ accessKey: 'ASIA', accountId: '111122223333', callerId: 'AROA:meter-7', cognitoIdentity: null },
        ...{ principalOrgId: 'o-1', userId: 'AROA:meter-7' },
        userArn: 'arn:aws:sts::111122223333:assumed-role/Meters/meter-7',
      },
    },
  ],
] as const)(
  'answers an event of API Gateway with the sites of whom its authoriser %s names',
  async (authoriser, told) => {
    const principals = { a: ['home'], 'arn:aws:iam::111122223333:role/Meters': ['home'] };
    await context.lake.putText(CONFIG_KEYS.access, JSON.stringify({ principals }), 'application/json');
    const call = async (path: string, by: object) => {
      const { statusCode, body } = await handle(createApp({ ...context, authoriser }))(gatewayEvent(path, by));
      return { statusCode, body: JSON.parse(body) };
    };
    expect(await call('/sites?limit=5', told)).toMatchObject({
      statusCode: 200,
      body: { items: [{ site_id: 'home' }] },
    });
    expect(await call('/sites/mill', told)).toMatchObject({ statusCode: 404 });
    expect(await call('/sites', {})).toMatchObject({ statusCode: 401 });
  },
);

it('says which service does not answer, and does not say why', async () => {
  const queries = () => Promise.reject(new Error('secret'));
  const answer = await ask('/health', {}, { checks: { ...context.checks, queries } });
  expect(answer.status).toBe(503);
  expect(answer.body).toEqual({
    status: 'unavailable',
    version: '1',
    services: { lake: 'ok', table: 'ok', workflow: 'ok', queries: 'unavailable' },
  });
});

it('signs an upload with the site, which the holder of the address cannot change', async () => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const { status, body } = await ask('/uploads', { ...init, body: '{"site_id":"my home/1","name":"june.csv"}' });
  const { url, headers, key } = z
    .object({ url: z.url(), key: z.string(), headers: z.record(z.string(), z.string()) })
    .parse(body);
  expect([status, key]).toEqual([201, 'raw/api/my%20home%2F1/june.csv']);
  expect(headers).toEqual({ 'x-amz-meta-site-id': 'my home/1', 'x-amz-meta-only-site': 'true' });
  expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-amz-meta-only-site;x-amz-meta-site-id');
  const refused = [...['../a.csv', 'a/b.csv', '', '.hidden'].map((name) => ({ name })), { time_zone: 'Berlin' }];
  for (const more of refused) {
    const asked = JSON.stringify({ site_id: 'a', name: 'a.csv', ...more });
    expect((await ask('/uploads', { ...init, body: asked })).status, asked).toBe(400);
  }
  // As a form, which is what curl sends unless it is told otherwise.
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '{}' };
  const answer = await ask('/uploads', form);
  expect([answer.status, answer.body]).toEqual([
    415,
    expect.objectContaining({ detail: expect.stringContaining('content-type: application/json') }),
  ]);
});

/** A schema of the document, as zod reads it: what an answer must be. */
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z
          .array(
            z.looseObject({
              name: z.string(),
              in: z.string(),
              required: z.boolean().optional(),
              example: z.unknown().optional(),
              schema: z.looseObject({ example: z.unknown().optional() }).optional(),
            }),
          )
          .default([]),
        requestBody: z
          .object({ content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }) })
          .optional(),
        responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }),
});

/** A schema of the document as one of JSON Schema, which keeps what it refers to in another place. */
function withDefinitions(schema: object, definitions: object) {
  const text = JSON.stringify({ ...schema, $defs: definitions });
  return z.looseObject({}).parse(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
}

describe('the description', () => {
  it('is of OpenAPI 3.1, and each of its operations answers its own examples as it says', async () => {
    const { body } = await ask('/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0' });
    expect(body).not.toHaveProperty('security');
    const { paths, components } = documentSchema.parse(body);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toMatchInlineSnapshot(`
      [
        "get /anomalies",
        "get /health",
        "get /sites",
        "get /sites/{site_id}",
        "get /sites/{site_id}/anomalies",
        "get /sites/{site_id}/balance",
        "get /sites/{site_id}/forecast",
        "get /sites/{site_id}/range",
        "get /summary",
        "post /uploads",
      ]
    `);
    for (const { path, method, operation } of operations) {
      const query = new URLSearchParams();
      let url = path;
      for (const each of operation.parameters) {
        const example = String(each.example ?? each.schema?.example ?? '');
        if (each.in === 'path') url = url.replace(`{${each.name}}`, encodeURIComponent(example));
        else if (each.required) query.set(each.name, example);
      }
      const headers = { 'content-type': 'application/json' };
      const init = operation.requestBody
        ? { method, headers, body: JSON.stringify({ site_id: 'home', name: 'readings.csv' }) }
        : { method };
      const answer = await ask(`${url}?${query}`, init);
      const told = operation.responses[String(answer.status)];
      expect(answer.status, `${method} ${path}`).toBeLessThan(300);
      const content = z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }).parse(told?.content)[
        'application/json'
      ];
      const schema = z.fromJSONSchema(withDefinitions(content.schema, components.schemas));
      expect(schema.safeParse(answer.body).error, `${method} ${path}`).toBeUndefined();
    }
  });

  it.each([
    ['jwt', { type: 'http', scheme: 'bearer' }],
    ['iam', { type: 'apiKey', in: 'header', name: 'Authorization' }],
  ] as const)('says how a caller tells who it is at %s, and what is open', async (authoriser, scheme) => {
    const { body } = await ask('/openapi.json', {}, { authoriser });
    expect(body).toMatchObject({
      security: [{ [authoriser]: [] }],
      components: { securitySchemes: { [authoriser]: scheme } },
      paths: { '/health': { get: { security: [] } } },
    });
  });

  it('says of each operation what it refuses, and refuses so', async () => {
    const { paths } = documentSchema.parse((await ask('/openapi.json')).body);
    for (const path of Object.keys(paths).filter((each) => each.startsWith('/sites/'))) {
      const query = 'from=2026-13-01&to=2026-10-02&limit=0';
      const wrong = await ask(`${path.replace('{site_id}', 'home')}?${query}`);
      const unknown = await ask(`${path.replace('{site_id}', 'nowhere')}?from=2026-10-01&to=2026-10-02`);
      expect(unknown, path).toMatchObject({ status: 404, body: { status: 404, type: 'about:blank' } });
      expect(unknown.headers.get('content-type')).toBe('application/problem+json');
      if (path.endsWith('/forecast')) continue;
      expect(wrong, path).toMatchObject({ status: 400, body: { errors: expect.any(Array) } });
    }
    expect((await ask('/no/such/route')).status).toBe(404);
    expect((await ask('/summary?from=2010-01-01&to=2026-10-02')).status).toBe(413);
    expect((await ask('/sites/home?from=2026-10-02&to=2026-10-01')).status).toBe(400);
  });

  it('has a page that lets nothing run but its own', async () => {
    const { headers, body } = await ask('/docs');
    const nonce = /nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(body).toContain(`<script type="module" nonce="${nonce}">`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

it('lists no site of which nothing is left, and knows it as little as one that never was', async () => {
  const put = async (site: string, uploaded: number) => {
    const given = {
      dataset: 'moved',
      run: `${site}-${uploaded}`,
      uploaded,
      readings: [reading(`${site} total use`, 0, 1)],
    };
    await upload(given, world.context());
    await serveSites({ sweep: true }, { ...world.context(), store: table.store, days: 400, send: async () => {} });
  };
  const sites = async () => JSON.stringify((await ask('/sites')).body);
  await put('loft', 1);
  expect(await sites()).toContain('loft');
  await put('attic', 2);
  expect(await sites()).toContain('attic');
  expect(await sites()).not.toContain('loft');
  expect(JSON.stringify((await ask('/summary')).body)).not.toContain('loft');
  expect(await ask('/sites/loft')).toMatchObject({ status: 404 });
});
