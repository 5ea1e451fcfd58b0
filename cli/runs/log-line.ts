import { z } from 'zod';
import { sanitize } from '../output/sanitize.ts';
import { paint, type Style } from '../output/style.ts';

const entrySchema = z.object({ time: z.string(), function: z.string(), line: z.unknown() });
const loggedSchema = z.looseObject({ level: z.string(), message: z.string() });
const metricSchema = z.looseObject({ _aws: z.object({ CloudWatchMetrics: z.array(z.looseObject({})) }) });

/** Fields that are the same on every line, or already shown. */
const FRAME = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'sampling_rate',
  'xray_trace_id',
  'run',
]);

const LEVEL_STYLES: Readonly<Record<string, Style>> = { WARN: 'yellow', ERROR: 'red', CRITICAL: 'red' };

/** A kept log line as a person reads it: time, function, level, message, and the fields that say something. */
export function logLine(value: unknown): string {
  const { time, function: name, line } = entrySchema.parse(value);
  const start = `${paint(time.slice(11, 23), 'dim')} ${sanitize(name).padEnd(17)}`;
  const metric = metricSchema.safeParse(line);
  if (metric.success)
    return `${start} ${paint('METRIC', 'dim')} ${fieldsOf(metric.data, new Set(['_aws', 'service']))}`;
  const logged = loggedSchema.safeParse(line);
  if (!logged.success) return `${start} ${sanitize(typeof line === 'string' ? line : JSON.stringify(line))}`;
  const { level, message } = logged.data;
  const shown = paint(sanitize(level).padEnd(6), LEVEL_STYLES[level]);
  return `${start} ${shown} ${sanitize(message)} ${fieldsOf(logged.data, FRAME)}`.trimEnd();
}

function fieldsOf(document: Readonly<Record<string, unknown>>, without: ReadonlySet<string>): string {
  return Object.entries(document)
    .filter(([name]) => !without.has(name))
    .map(([name, value]) => `${sanitize(name)}=${sanitize(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join(' ');
}
