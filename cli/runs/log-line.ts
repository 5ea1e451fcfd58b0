import { z } from 'zod';
import { sanitize } from '../../shared/text/sanitize.ts';
import { paint, type Style } from '../output/style.ts';

const entrySchema = z.object({ time: z.string(), function: z.string(), line: z.unknown() });
const loggedSchema = z.looseObject({ level: z.string(), message: z.string() });
const metricSchema = z.looseObject({ _aws: z.object({ CloudWatchMetrics: z.array(z.looseObject({})) }) });

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  sentence: z.string().optional(),
  stack: z.string().optional(),
});

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

/** What stands in the place of a level on lines that count something. */
const METRIC = 'METRIC';

const LEVEL_STYLES: Readonly<Record<string, Style>> = { WARN: 'yellow', ERROR: 'red', CRITICAL: 'red' };

/** A kept log line, taken apart. */
export interface ReadLogLine {
  readonly time: string;
  readonly function: string;
  /** Empty where the function wrote no JSON. */
  readonly level: string;
  readonly message: string;
  /** What else the line says, `name=value`. */
  readonly fields: string;
}

export function readLogLine(value: unknown): ReadLogLine {
  const { time, function: name, line } = entrySchema.parse(value);
  const from = { time, function: name };
  const metric = metricSchema.safeParse(line);
  if (metric.success) {
    return { ...from, level: METRIC, message: '', fields: fieldsOf(metric.data, new Set(['_aws', 'service'])) };
  }
  const logged = loggedSchema.safeParse(line);
  if (!logged.success) {
    return { ...from, level: '', message: typeof line === 'string' ? line : JSON.stringify(line), fields: '' };
  }
  const { level, message } = logged.data;
  return { ...from, level, message, fields: fieldsOf(logged.data, FRAME) };
}

/** A kept log line as a person reads it: time, function, level, message, and the fields that say something. */
export function logLine(value: unknown): string {
  const { time, function: name, level, message, fields } = readLogLine(value);
  const parts = [paint(time.slice(11, 23), 'dim'), sanitize(name).padEnd(17)];
  if (level === METRIC) return [...parts, paint(METRIC, 'dim'), sanitize(fields)].join(' ');
  if (level !== '') parts.push(paint(sanitize(level).padEnd(6), LEVEL_STYLES[level]));
  return [...parts, sanitize(message), sanitize(fields)].join(' ').trimEnd();
}

function fieldsOf(document: Readonly<Record<string, unknown>>, without: ReadonlySet<string>): string {
  return Object.entries(document)
    .filter(([name]) => !without.has(name))
    .map(
      ([name, value]) => `${name}=${errorText(value) ?? (typeof value === 'string' ? value : JSON.stringify(value))}`,
    )
    .join(' ');
}

/** An error says each thing once: a refusal has its sentence in its message and in its details, too. */
function errorText(value: unknown): string | undefined {
  const error = errorSchema.safeParse(value).data;
  if (!error) return undefined;
  const { name, message, code, sentence, stack } = error;
  if (sentence !== undefined) return `${name}${code === undefined ? '' : ` ${code}`}: ${sentence}`;
  const frames = (stack ?? '').split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
  return [`${name}: ${message}`, ...frames].join(' ');
}
