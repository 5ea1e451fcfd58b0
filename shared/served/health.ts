/** Whether the services behind the table and the API answer. */
import { type AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { CONFIG_KEYS } from '../lake/keys.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import type { ServedStore } from './store.ts';
import { SITE_KEY } from './table.ts';

export const SERVICES = ['lake', 'table', 'workflow', 'queries'] as const;
export type Service = (typeof SERVICES)[number];

export const HEALTH_STATES = ['ok', 'unavailable'] as const;
export type Health = Readonly<Record<Service, (typeof HEALTH_STATES)[number]>>;

/** A question to each service that answers where it is well. */
export type HealthChecks = Readonly<Record<Service, () => Promise<unknown>>>;

/** What it takes to ask all of them. */
export interface Asked {
  readonly lake: LakeStore;
  readonly store: ServedStore;
  readonly sfn: SFNClient;
  readonly athena: AthenaClient;
  readonly stateMachineArn: string;
  readonly workgroup: string;
}

/** Who asks whether all is well does not wait for what is not. */
const ANSWERS_WITHIN_MS = 5000;
const soon = () => ({ abortSignal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });

export function checksOf({ lake, store, sfn, athena, stateMachineArn, workgroup }: Asked): HealthChecks {
  return {
    lake: () => lake.getText(CONFIG_KEYS.access),
    table: () => store.site(SITE_KEY),
    workflow: () => sfn.send(new DescribeStateMachineCommand({ stateMachineArn }), soon()),
    queries: () => athena.send(new GetWorkGroupCommand({ WorkGroup: workgroup }), soon()),
  };
}

export async function askHealth(checks: HealthChecks): Promise<Health> {
  const [lake, table, workflow, queries] = await Promise.all(SERVICES.map((service) => stateOf(checks[service])));
  const state = (told: Health[Service] | undefined) => told ?? 'unavailable';
  return { lake: state(lake), table: state(table), workflow: state(workflow), queries: state(queries) };
}

/** Why it does not answer is in the log, and nobody's business outside. */
async function stateOf(ask: () => Promise<unknown>): Promise<Health[Service]> {
  try {
    await ask();
    return 'ok';
  } catch (error) {
    console.error('health:', error);
    return 'unavailable';
  }
}
