/** Everything that a run left for its readers, in a form that two runs of the same bytes share. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { STACK } from '../../local/stack.ts';
import { TABLE_NAMES, TABLES } from '../../shared/tables/schema.ts';
import type { TestStack } from './stack.ts';

export interface Results {
  readonly tables: Record<string, (string | null)[][]>;
  readonly files: Record<string, string>;
}

/** @param report prefix of the run's report, as PublishResults returns it */
export async function resultsOf(lake: TestStack, dataset: string, report: string): Promise<Results> {
  const tables: Record<string, (string | null)[][]> = {};
  for (const table of TABLE_NAMES) {
    const columns = TABLES[table].columns.map(({ name }) => `"${name}"`).join(', ');
    const rows = await lake.query(`SELECT ${columns} FROM ${table} WHERE dataset = '${dataset}'`);
    tables[table] = rows.sort((a, b) => (a.join('|') < b.join('|') ? -1 : 1));
  }
  const { Contents = [] } = await lake.s3.send(new ListObjectsV2Command({ Bucket: STACK.bucket, Prefix: report }));
  const files: Record<string, string> = {};
  for (const { Key = '' } of Contents) files[Key.slice(report.length)] = withoutRun(await lake.text(Key));
  return { tables, files };
}

/** Run ids, attempts, versions and times of the run differ between two runs of the same bytes; nothing else may. */
function withoutRun(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
    .replace(/<dt>Version<\/dt><dd class="mono">[^<]+/, '<dt>Version</dt><dd>V')
    .replace(/"version":\s*"[^"]+"/g, '"version":"V"')
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, 'TIME');
}
