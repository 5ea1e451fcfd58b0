/**
 * What one record per site costs: the requests of a run beside ever more datasets, what a query of a month reads after
 * thousands of small uploads, the publication's price, and the record's part of a run.
 */
import { readFileSync } from 'node:fs';
import { total, uploadCost } from '../../cli/cost/estimate.ts';
import { measuredSchema } from '../../cli/cost/shape.ts';
import { MEASURED } from '../../cli/cost/step-seconds.ts';
import { rounded } from './measure.ts';
import { readMonth } from './record/queries.ts';
import { countRequests } from './record/requests.ts';
import { recordShare } from './record/share.ts';

const TARGETS = { query_ratio: 1.2, dollars: 0.001 } as const;
const DATASETS = [10, 1000, 15_000];
/** Uploads of each of five sites in a month. */
const UPLOADS = { few: 12, many: 400 } as const;

/** @param sample the file of the sample month */
export async function benchRecord(sample: string) {
  const requests = await countRequests(DATASETS);
  const equal = requests.every(({ s3, glue }) => s3 === requests[0]?.s3 && glue === requests[0]?.glue);
  const [few, many] = [await readMonth(UPLOADS.few), await readMonth(UPLOADS.many)];
  const [files, bytes] = [many.files / few.files, many.bytes / few.bytes];
  const { sampleMonth } = measuredSchema.parse(JSON.parse(readFileSync(MEASURED, 'utf8')));
  const dollars = total(uploadCost(sampleMonth));
  const { run_ms, record_ms, ratio } = await recordShare(sample);
  return {
    targets: TARGETS,
    requests,
    query: { few, many, files_ratio: rounded(files, 2), bytes_ratio: rounded(bytes, 2) },
    publication_dollars: rounded(dollars, 6),
    sample_month: { run_ms: rounded(run_ms, 0), record_ms: rounded(record_ms, 0), ratio_to_none: rounded(ratio, 2) },
    ok:
      equal &&
      few.kwh === many.kwh &&
      files <= TARGETS.query_ratio &&
      bytes <= TARGETS.query_ratio &&
      dollars < TARGETS.dollars,
  };
}
