/**
 * What one record per site costs: the requests of a run beside ever more datasets, what a query of a month reads after
 * thousands of small uploads, the publication's price, the record's part of a run, and a sweep of a large lake.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LAMBDA_SLOWDOWN, monthCost, total, uploadCost } from '../../cli/cost/estimate.ts';
import { measuredSchema, type Shape } from '../../cli/cost/shape.ts';
import { MEASURED } from '../../cli/cost/step-seconds.ts';
import { SITE_FUNCTIONS } from '../../shared/runtime/site-functions.ts';
import { measure, rounded } from './measure.ts';
import { readMonth } from './record/queries.ts';
import { countRequests } from './record/requests.ts';
import { recordShare } from './record/share.ts';

const TARGETS = { query_ratio: 1.2, dollars: 0.001, month_dollars: 15 } as const;
/** Five sites, every five minutes. */
const MONTH_OF_UPLOADS = 5 * 288 * 30;
/** Bytes that stay of one: its files, most of them Parquet of a few rows. */
const STORED = 60_000;
const SWEEP_SCRIPT = join(import.meta.dirname, 'record/sweep.ts');
const SWEPT_OBJECTS = 600_000;
/** What S3 is taken to need for a page of a thousand keys and for a small object, s; sixteen are read at once. */
const S3_SECONDS = { page: 0.2, read: 0.05 / 16 } as const;
const DATASETS = [10, 1000, 15_000];
/** Uploads of each of five sites in a month. */
const UPLOADS = { few: 12, many: 400 } as const;

const sweptSchema = z.object({ pages: z.number(), reads: z.number(), seconds: z.number() });
const printedSchema = z.object({ lost: sweptSchema, walk: sweptSchema });

/** A sweep's own work on listings that are made up, and what it would take with S3's, as assumed. */
async function benchSweep() {
  const { stdout, peakMb } = await measure(SWEEP_SCRIPT, [String(SWEPT_OBJECTS)]);
  const { lost, walk } = printedSchema.parse(JSON.parse(stdout));
  const onAws = ({ pages, reads, seconds }: z.infer<typeof sweptSchema>) =>
    LAMBDA_SLOWDOWN * seconds + pages * S3_SECONDS.page + reads * S3_SECONDS.read;
  const { timeoutSeconds, memoryMb } = SITE_FUNCTIONS.sweep;
  const seconds = onAws(lost) + onAws(walk);
  return {
    objects: SWEPT_OBJECTS,
    ...{ lost, walk },
    peak_mb: rounded(peakMb, 0),
    seconds_on_aws: rounded(seconds, 0),
    limits: { seconds: timeoutSeconds, mb: memoryMb },
    ok: seconds <= timeoutSeconds && peakMb <= memoryMb,
  };
}

/**
 * A small upload takes a share of the sample month's times, which are declared: one function does what follows
 * validation, and both are loaded already.
 */
function inTwoFunctions({ functions }: Shape, share: number): Shape['functions'] {
  const { validate, ...others } = functions;
  const warm = (milliseconds: number) => ({ coldMilliseconds: 0, warmMilliseconds: Math.ceil(share * milliseconds) });
  const none = warm(0);
  const following = Object.values(others).reduce((sum, { warmMilliseconds }) => sum + warmMilliseconds, 0);
  return {
    ...{ validate: warm(validate.warmMilliseconds), publish: warm(following) },
    ...{ aggregate: none, 'detect-anomalies': none, forecast: none, 'generate-insights': none },
  };
}

/** @param sample the file of the sample month */
export async function benchRecord(sample: string) {
  const { all: requests, small } = await countRequests(DATASETS, readFileSync(sample, 'utf8'));
  const equal = requests.every(({ s3, glue }) => s3 === requests[0]?.s3 && glue === requests[0]?.glue);
  const [few, many] = [await readMonth(UPLOADS.few), await readMonth(UPLOADS.many)];
  const [files, bytes] = [many.files / few.files, many.bytes / few.bytes];
  const { sampleMonth } = measuredSchema.parse(JSON.parse(readFileSync(MEASURED, 'utf8')));
  const dollars = total(uploadCost(sampleMonth));
  const smallUpload = {
    ...sampleMonth,
    ...small,
    storedBytes: STORED,
    functions: inTwoFunctions(sampleMonth, small.share),
  };
  const month = total(monthCost(smallUpload, MONTH_OF_UPLOADS, 'warm', { sites: 1, intervals: 1 }));
  const { run_ms, record_ms, ratio } = await recordShare(sample);
  const sweep = await benchSweep();
  return {
    targets: TARGETS,
    requests,
    query: { few, many, files_ratio: rounded(files, 2), bytes_ratio: rounded(bytes, 2) },
    publication_dollars: rounded(dollars, 6),
    month_of_small_uploads: {
      ...{ uploads: MONTH_OF_UPLOADS, ...small, share: rounded(small.share, 2) },
      dollars: rounded(month, 2),
    },
    sample_month: { run_ms: rounded(run_ms, 0), record_ms: rounded(record_ms, 0), ratio_to_none: rounded(ratio, 2) },
    sweep,
    ok:
      equal &&
      sweep.ok &&
      few.kwh === many.kwh &&
      files <= TARGETS.query_ratio &&
      bytes <= TARGETS.query_ratio &&
      dollars < TARGETS.dollars &&
      month < TARGETS.month_dollars,
  };
}
