/** Whether the services behind the API answer. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CONFIG_KEYS } from '../../../shared/lake/keys.ts';
import { SITE_KEY } from '../../../shared/served/table.ts';
import type { ApiContext, ApiEnvironment } from '../context.ts';
import { json } from '../json.ts';

const STATES = ['ok', 'unavailable'] as const;
const healthSchema = z
  .object({
    status: z.enum(STATES),
    version: z.string(),
    services: z.object({ lake: z.enum(STATES), table: z.enum(STATES) }),
  })
  .openapi('Health');

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  tags: ['Health'],
  summary: 'Whether the API and what it needs are there; open to everybody',
  security: [],
  responses: {
    200: json(healthSchema, 'All is well'),
    503: json(healthSchema, 'A service does not answer'),
  },
});

export function addHealth(app: OpenAPIHono<ApiEnvironment>, { lake, store, version }: ApiContext): void {
  app.openapi(getHealth, async (c) => {
    const [first, second] = await Promise.all([
      stateOf(() => lake.getText(CONFIG_KEYS.access)),
      stateOf(() => store.site(SITE_KEY)),
    ]);
    const services = { lake: first, table: second };
    const isWell = Object.values(services).every((state) => state === 'ok');
    return c.json(
      { status: isWell ? ('ok' as const) : ('unavailable' as const), version, services },
      isWell ? 200 : 503,
    );
  });
}

/** Why it does not answer is in the log, and nobody's business outside. */
async function stateOf(ask: () => Promise<unknown>): Promise<(typeof STATES)[number]> {
  try {
    await ask();
    return 'ok';
  } catch (error) {
    console.error('health:', error);
    return 'unavailable';
  }
}
