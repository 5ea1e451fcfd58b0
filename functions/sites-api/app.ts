/** The REST API of sites served: its routes, and what all of them have in common. */
import { randomBytes } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { TransientDependency } from '../../shared/runtime/errors.ts';
import { asTransient } from '../../shared/runtime/transient-errors.ts';
import { PREFIX_HEADER } from '../../shared/served/api-prefix.ts';
import { type ApiAuthoriser, accessOf } from './access.ts';
import type { ApiContext, ApiEnvironment } from './context.ts';
import { OPEN_PATHS } from './open-paths.ts';
import { apiPage, pagePolicy } from './page.ts';
import { Problem, problemResponse } from './problem.ts';
import { addAnomalies } from './routes/anomalies.ts';
import { addHealth } from './routes/health.ts';
import { addRecord } from './routes/record.ts';
import { addSites } from './routes/sites.ts';
import { addSummary } from './routes/summary.ts';
import { addUploads } from './routes/uploads.ts';

const FAULTS_SHOWN = 5;
/** A smaller answer is sent as it is. */
const COMPRESSED_BYTES = 1024;

const PLAIN_PATH = /^(\/\w+)+$/;

const ABOUT = {
  openapi: '3.1.0',
  info: {
    title: 'Energy: the sites served',
    description:
      'What sites used and produced, what was out of the ordinary, what it cost and what is to come. Energies are in ' +
      'kWh; what is not known is null, never 0. Faults are told as RFC 9457 has it.',
  },
} as const;

export function createApp(context: ApiContext): OpenAPIHono<ApiEnvironment> {
  const app = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors = result.error.issues
        .slice(0, FAULTS_SHOWN)
        .map(({ path, message }) => ({ path: path.join('.'), message }));
      const told = errors.map(({ path, message }) => `${path || 'body'}: ${message}`).join('; ');
      throw new Problem(400, `${told}.`, errors);
    },
  });
  app.use(compress({ threshold: COMPRESSED_BYTES }));
  app.use(etag({ weak: true }));
  app.use(async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    // The answer depends on who asks: nobody between may keep it.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-cache');
  });
  app.use(async (c, next) => {
    const open: readonly string[] = OPEN_PATHS;
    if (!open.includes(c.req.path)) {
      c.set('access', await accessOf(context.authoriser, c.env?.event?.requestContext, context.lake));
    }
    await next();
  });
  addSites(app, context);
  addRecord(app, context);
  addAnomalies(app, context);
  addSummary(app, context);
  addUploads(app, context);
  addHealth(app, context);
  app.get('/openapi.json', (c) => {
    const prefix = c.req.header(PREFIX_HEADER) ?? '';
    const servers = PLAIN_PATH.test(prefix) ? { servers: [{ url: prefix }] } : {};
    return c.json({ ...describeApi(app, context), ...servers });
  });
  app.get('/docs', (c) => {
    const nonce = randomBytes(16).toString('base64');
    c.header('content-security-policy', pagePolicy(nonce));
    c.header('cache-control', 'no-store');
    return c.html(apiPage(nonce));
  });
  app.notFound(() => problemResponse(new Problem(404, 'No such route. GET /openapi.json lists them.')));
  app.onError((error) => problemResponse(problemOf(error)));
  return app;
}

/** How a caller says who it is, by the stage's authoriser: as API Gateway and OpenAPI name the two ways. */
const SECURITY = {
  iam: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'Signature Version 4 of AWS, service execute-api',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
  jwt: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the identity provider that the stage names',
  },
} as const satisfies Record<Exclude<ApiAuthoriser, 'none'>, unknown>;

/** The OpenAPI document, from the schemas that the routes validate with. */
export function describeApi(app: OpenAPIHono<ApiEnvironment>, { version, authoriser }: Described) {
  const document = app.getOpenAPI31Document({ ...ABOUT, info: { ...ABOUT.info, version } });
  if (authoriser === 'none') return document;
  const { components } = document;
  return {
    ...document,
    // What is open to everybody says so itself.
    security: [{ [authoriser]: [] }],
    components: { ...components, securitySchemes: { [authoriser]: SECURITY[authoriser] } },
  };
}

type Described = Pick<ApiContext, 'version' | 'authoriser'>;

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // What hono itself refuses: a body that is no JSON, or is not called so.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 400) return new Problem(400, 'The body of the request is not JSON.');
  if (status === 415) return new Problem(415, 'Send the body with the header content-type: application/json.');
  console.error('request failed:', error);
  if (asTransient(error) instanceof TransientDependency) return new Problem(503, 'Try again in a moment.');
  return new Problem(500, 'The log of the function says what.');
}
