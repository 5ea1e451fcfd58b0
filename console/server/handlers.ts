import { about, type OPERATIONS } from '../api/operations.ts';
import type { ConsoleContext } from './context.ts';
import { dataHandlers } from './data/handlers.ts';
import { queryHandlers } from './queries/handlers.ts';
import { runHandlers } from './runs/handlers.ts';
import { type Served, serve } from './served.ts';
import { siteHandlers } from './sites/handlers.ts';
import { uploadHandlers } from './uploads/handlers.ts';

/** What answers each operation; the compiler names one that nobody answers. */
export type Handlers = Readonly<Record<keyof typeof OPERATIONS, Served>>;

/** A local stack may be asked often; AWS allows far fewer calls. */
const PAUSE_MS = { local: 700, remote: 4000 };

export function createHandlers(context: ConsoleContext): Handlers {
  const { home, bucket, region, endpoint } = context.connection;
  const local = endpoint !== undefined;
  return {
    about: serve(about, async () => ({
      place: local ? `Local stack${home === undefined ? '' : `, lake ${home}`}` : `${bucket} in ${region}`,
      pauseMs: local ? PAUSE_MS.local : PAUSE_MS.remote,
    })),
    ...runHandlers(context),
    ...uploadHandlers(context),
    ...queryHandlers(context),
    ...dataHandlers(context),
    ...siteHandlers(context),
  };
}
