/** What a list declares is used somewhere: a member that nobody handles, counts, writes or reads is found here. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUARANTINE_CODES } from '../../functions/validate/reject-codes.ts';
import { HISTORY_UNWRITTEN, PROCESS_ENDED } from '../../local/stepfunctions/process-ended.ts';
import { noWorkSchema } from '../../shared/contract.ts';
import { EVENT_KINDS } from '../../shared/energy/anomalies.ts';
import { keysOf } from '../../shared/keys-of.ts';
import { publicationSchema } from '../../shared/lake/manifest.ts';
import { ASSISTANT_CODES, AUDITOR_CODES, FALLBACK_CODES } from '../../shared/report/insights.ts';
import { ERROR_NAMES, REFUSAL_CODES } from '../../shared/runtime/errors.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { METRICS } from '../../shared/runtime/metrics.ts';
import { MODEL_PROVIDERS } from '../../shared/settings/insights.ts';
import { settingsSchema } from '../../shared/settings/settings.ts';
import { TABLE_NAMES } from '../../shared/tables/schema.ts';
import { readDocument } from '../helpers/documents.ts';
import { FILES } from '../helpers/tree.ts';

/** The code below these places as one text. @param except files that declare rather than use */
function codeOf(places: readonly string[], except: readonly string[] = []): string {
  const files = [...FILES].filter(
    (file) => file.endsWith('.ts') && !except.includes(file) && places.some((place) => file.startsWith(place)),
  );
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}

const functions = codeOf([
  'functions/',
  'shared/handler.ts',
  'shared/tables/',
  'shared/lake/',
  'shared/record/',
  'shared/sweep/',
]);
const steps = codeOf(['functions/'], ['functions/validate/reject-codes.ts']);
const SETTINGS_FILES = [...FILES].filter((file) => file.startsWith('shared/settings/'));
const quoted = (name: string) => `'${name}'`;

/** Everything that a run can end with, and every code of a refusal. */
const RUN_ENDS = [
  ...publicationSchema.shape.status.options,
  ...noWorkSchema.shape.outcome.options,
  ...Object.values(ERROR_NAMES),
  ...[PROCESS_ENDED, HISTORY_UNWRITTEN],
  ...keysOf(REFUSAL_CODES),
];

/** Every list with the code that must name each of its members, and how it names one. */
const LISTS: readonly (readonly [string, readonly string[], string, (name: string) => string])[] = [
  ['log message', keysOf(LOG), functions, (name) => `LOG.${name}`],
  ['metric', keysOf(METRICS), functions, quoted],
  ['setting', keysOf(settingsSchema.shape), codeOf(['functions/', 'shared/'], SETTINGS_FILES), (name) => name],
  ['error', keysOf(ERROR_NAMES), codeOf(['shared/', 'cli/']), (name) => `ERROR_NAMES.${name}`],
  ['reason to refuse a file', keysOf(REFUSAL_CODES), functions, quoted],
  ['reason to reject a row', keysOf(QUARANTINE_CODES), steps, (name) => name],
  ['reason for the rules', FALLBACK_CODES, codeOf(['functions/generate-insights/']), quoted],
  ['advice', [...ASSISTANT_CODES, ...AUDITOR_CODES], codeOf(['functions/generate-insights/rules/']), quoted],
  ['kind of event', EVENT_KINDS, codeOf(['functions/detect-anomalies/events/']), quoted],
  ['kind of event in docs/METHODS.md', EVENT_KINDS, readDocument('docs/METHODS.md'), (name) => `\`${name}\``],
  ['end of a run in docs/RUNBOOK.md', RUN_ENDS, readDocument('docs/RUNBOOK.md'), (name) => `\n| \`${name}\` |`],
  ['table', TABLE_NAMES, functions, quoted],
  [
    'model provider in docs/INSIGHTS.md',
    keysOf(MODEL_PROVIDERS),
    readDocument('docs/INSIGHTS.md'),
    (name) => `\`${name}\``,
  ],
];

describe.each(LISTS)('%s', (_, names, text, shown) => {
  it('is used wherever one is declared', () => {
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !text.includes(shown(name)))).toEqual([]);
  });
});
