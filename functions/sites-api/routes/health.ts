/** Whether the services behind the API answer. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { askHealth, HEALTH_STATES } from '../../../shared/served/health.ts';
import type { ApiContext, ApiEnvironment } from '../context.ts';
import { json } from '../json.ts';

const state = z.enum(HEALTH_STATES);
const healthSchema = z
  .object({
    status: state,
    version: z.string(),
    services: z.object({ lake: state, table: state, workflow: state, queries: state }),
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

export function addHealth(app: OpenAPIHono<ApiEnvironment>, { checks, version }: ApiContext): void {
  app.openapi(getHealth, async (c) => {
    const services = await askHealth(checks);
    const isWell = Object.values(services).every((each) => each === 'ok');
    return c.json(
      { status: isWell ? ('ok' as const) : ('unavailable' as const), version, services },
      isWell ? 200 : 503,
    );
  });
}
