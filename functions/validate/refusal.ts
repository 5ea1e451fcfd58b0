/** Why an upload is refused as a whole once it is read: what a run ends with, and what `energy inspect` shows. */

import type { Layout, LayoutSettings } from '../../shared/readings/layout.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { formatPercent } from '../../shared/text/format.ts';
import { regionQuestion } from './recognise/beyond-a-site.ts';
import { type Question, question } from './recognise/question.ts';
import type { Code } from './reject-codes.ts';
import type { Settled } from './settle/deduplicate.ts';
import type { ReadUpload } from './settle/read-upload.ts';
import type { QuarantinedRecord } from './write/quarantine.ts';

/** @returns the share of the readings that is rejected, 0 to 1 */
export function rejectRatio({ readings }: Settled): number {
  const values = readings.accepted + readings.rejected + readings.missing + readings.duplicates;
  return values === 0 ? 0 : readings.rejected / values;
}

/** @param limit share of the readings that may be rejected, 0 to 1 */
export function tooManyRejects(settled: Settled, limit: number): boolean {
  const { accepted, rejected } = settled.readings;
  return rejected > 0 && (accepted === 0 || rejectRatio(settled) > limit);
}

/** At this share of what is rejected one code is what went wrong. */
const MOST = 0.5;

/** What was rejected shows that the file was read otherwise than it is meant: that is asked. */
function questionOf(
  { settled, recognised }: ReadUpload,
  given: LayoutSettings,
  samples: readonly QuarantinedRecord[],
): Question | undefined {
  const { readings, rejectedByCode } = settled;
  const most = (code: Code) => (rejectedByCode[code] ?? 0) >= MOST * readings.rejected;
  if (most('CONFLICT') && given.repeats === undefined) {
    return question(
      'LAYOUT_AMBIGUOUS',
      'Most times are there several times, with different energies of the same site and series.',
      [
        { means: 'they are parts that add up', setting: { repeats: 'sum' } },
        { means: 'the last one corrects the others', setting: { repeats: 'last' } },
      ],
      given,
    );
  }
  const dates = datesRead(recognised.layout, samples);
  if (dates && most('TIMESTAMP_INVALID') && given.date_order === undefined) {
    const { read, order, other } = dates;
    return question(
      'LAYOUT_AMBIGUOUS',
      `${read}, and many do not exist so.`,
      [
        { means: `they are ${other}`, setting: { date_order: other } },
        { means: `they are ${order}`, setting: { date_order: order } },
      ],
      given,
    );
  }
  if (most('VALUE_IMPLAUSIBLE') && given.kind === undefined) return regionQuestion(given);
  return undefined;
}

/**
 * @param given what a person said of the file
 * @param samples the first rejected records
 * @param limit share of the readings that may be rejected, 0 to 1
 * @param quarantine key of the rejected records, where they are kept
 * @returns undefined where the readings go on
 */
export function refusalOf(
  read: ReadUpload,
  given: LayoutSettings,
  samples: readonly QuarantinedRecord[],
  limit: number,
  quarantine?: string,
): InputRejected | undefined {
  const { settled } = read;
  const { readings, rows } = settled;
  if (readings.accepted === 0 && readings.rejected === 0)
    return new InputRejected('EMPTY_FILE', `None of the ${rows} records holds an energy.`, { rows });
  if (!tooManyRejects(settled, limit)) return undefined;
  const asked = questionOf(read, given, samples);
  if (asked) return asked;
  const [first] = samples;
  return new InputRejected(
    'TOO_MANY_REJECTS',
    `${formatPercent(rejectRatio(settled))} of the readings are not usable, more than the limit of ` +
      `${formatPercent(limit)}. ` +
      (first ? `The first is on line ${first.line}: ${first.message}` : '') +
      dateHint(read, samples),
    {
      readings,
      by_code: settled.rejectedByCode,
      examples: samples.map(({ line, raw, code, column }) => ({ line, raw: raw?.slice(0, 200) ?? null, code, column })),
      ...(quarantine === undefined ? {} : { quarantine }),
    },
  );
}

/** @param accepted readings that are left when registers have become energies */
export function refusalWithoutEnergies(accepted: number): InputRejected | undefined {
  return accepted > 0 ? undefined : new InputRejected('EMPTY_FILE', 'A register that was read once gives no energy.');
}

/** Dates that do not exist may have been read in the wrong order. */
function dateHint({ recognised, settled }: ReadUpload, samples: readonly QuarantinedRecord[]): string {
  const dates = datesRead(recognised.layout, samples);
  if (!dates || !settled.rejectedByCode.TIMESTAMP_INVALID) return '';
  return ` ${dates.read}; if they are not, say so with --layout: {"date_order":"${dates.other}"}.`;
}

/**
 * @returns how dates were read, and the order that they may have instead; undefined where nothing was decided, or
 *   where rejected dates do not exist in the other order either
 */
function datesRead({ decisions, time: { order } }: Layout, samples: readonly QuarantinedRecord[]) {
  const decision = decisions.find(({ what }) => what === 'date order');
  if (!decision) return undefined;
  const other = order === 'DMY' ? ('MDY' as const) : ('DMY' as const);
  if (!samples.some(({ code, raw }) => code === 'TIMESTAMP_INVALID' && isOf(other, order, raw ?? ''))) return undefined;
  return { read: `Dates were read as ${decision.chosen} (${decision.why})`, order, other };
}

const DATE = /(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}(?!\d)/;

/** Whether the first date of a record exists in one order only. */
function isOf(order: 'DMY' | 'MDY', other: Layout['time']['order'], raw: string): boolean {
  return existsAs(order, raw) && !(other !== 'YMD' && existsAs(other, raw));
}

/** Whether the first date of a record exists with the day, or the month, first. */
function existsAs(order: 'DMY' | 'MDY', raw: string): boolean {
  const [, first = '', second = ''] = DATE.exec(raw) ?? [];
  const [day, month] = (order === 'DMY' ? [first, second] : [second, first]).map(Number);
  return Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
}
