/**
 * The short way of a small upload: the steps that follow validation one after another in this function. They are the
 * same as on the full way, and so is every figure. What they hand to each other stays on this machine; the lake gets
 * what a table, a report or a later run reads. docs/RECORD.md says what that is.
 */
import type { PublishInput, PublishOutput, TableOutput, Validated } from '../../shared/contract.ts';
import { heldLake } from '../../shared/lake/held-lake.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { readManifest } from '../../shared/lake/manifest-store.ts';
import { withFolder } from '../../shared/lake/run-files.ts';
import { readSecret } from '../../shared/runtime/secrets.ts';
import { type TableName, UPLOAD_TABLES } from '../../shared/tables/schema.ts';
import { aggregate } from '../aggregate/aggregate.ts';
import { detectAnomalies } from '../detect-anomalies/detect-anomalies.ts';
import { forecast } from '../forecast/forecast.ts';
import { generateInsights } from '../generate-insights/generate-insights.ts';
import { type PublishContext, publish } from './publish.ts';
import { stepOutputs } from './relations.ts';

/** What the steps write, and nobody but the next one reads. */
const HELD = [PREFIXES.processed, PREFIXES.anomalies, PREFIXES.forecast, PREFIXES.insights];
/** What the demand of a site looks like, a part of a day does not tell. */
const OF_WHOLE_DAYS = new Set<TableName>(['load_duration_data', 'load_shape_data', 'load_profile_data']);

/** @throws whatever a step throws: the state machine then goes the full way */
export async function publishSmall(validated: Validated, context: PublishContext): Promise<PublishOutput> {
  return withFolder(context, async (folder) => {
    const lake = heldLake(context.lake, (key) => HELD.some((prefix) => key.startsWith(prefix)), folder);
    const own = { ...context, lake };
    const input = { ...validated, branches: await analyse(validated, own) };
    const tables = [...validated.tables, ...stepOutputs(input).filter(isKept)];
    await lake.release(tables.map(({ prefix }) => prefix));
    const { manifest } = await readManifest(context.lake, validated.dataset, validated.source.key);
    return publish(input, own, { tables, exports: false, isNew: manifest === undefined });
  });
}

/** A language model is not asked about a few readings: the rules write. */
async function analyse(validated: Validated, context: PublishContext): Promise<PublishInput['branches']> {
  const anomalies = await detectAnomalies(validated, context);
  const described = await aggregate(validated, context);
  const settings = { ...context.settings, ENERGY_INSIGHTS_PROVIDER: 'rules' as const };
  const describe = { aggregate: described, anomalies };
  const insights = await generateInsights({ ...validated, describe }, { ...context, settings, readSecret });
  return { aggregate: described, anomalies, insights, forecast: await forecast(validated, context) };
}

/** A table of the record is made from readings, and one without rows has nothing to read. */
function isKept({ table, rows }: TableOutput): boolean {
  return rows > 0 && UPLOAD_TABLES.includes(table) && !OF_WHOLE_DAYS.has(table);
}
