/** Tells from the beginning of a file what its columns mean, or asks. */
import { isQuantity } from '../../../shared/energy/flows.ts';
import type { Decision, Layout, LayoutColumn, LayoutSettings } from '../../../shared/readings/layout.ts';
import { unitOfFootnotes, unitOfPreamble } from '../../../shared/readings/preamble-unit.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import type { FileFormat } from '../formats/index.ts';
import { type Head, readHead } from '../open/index.ts';
import { INVALID_WORDS, MAX_NAME_LENGTH } from '../reject-codes.ts';
import { findDayColumns } from './day-rows.ts';
import { askAboutDarkDays, dayValues, unitOfDayTotal } from './day-values.ts';
import { footnotesOf } from './footnotes.ts';
import { unitOfDirections } from './id-columns.ts';
import { lookAtColumns } from './looks.ts';
import { questionOfMeterCodes } from './meter-codes.ts';
import { meterTree } from './meter-tree.ts';
import { missingCodes, withoutCodes } from './missing-codes.ts';
import { decideFormat } from './number-format.ts';
import { refusalOfMedium } from './other-medium.ts';
import { labelsOf, profilesOf } from './profile.ts';
import { askingOnce } from './question.ts';
import { assignRoles, type Roles } from './roles.ts';
import { rowOrder } from './row-order.ts';
import { rowsOfEnergies } from './rows-of-energies.ts';
import { firstValues, type Sample, sampleCsv } from './sample.ts';
import { sampleJson } from './sample-json.ts';
import { signColumn, withDirections } from './sign-column.ts';
import type { SiteZone } from './time-zone.ts';
import type { FastTimes } from './times.ts';
import { decideTime, type TimeDecision } from './timestamp-convention.ts';
import { refusalOfTitle } from './titles.ts';
import { refuseUnnamedSeries } from './unnamed-series.ts';
import { leavesOut, withValidity } from './validity.ts';
import type { ValueColumn } from './value-columns.ts';
import { decisionOfKinds, valueKinds, withOnly, withoutOthers } from './value-kinds.ts';
import { decideValues } from './values.ts';
import { meaningOf } from './words/meaning.ts';

export interface Recognised {
  readonly layout: Layout;
  /** A faster way to read the times; only a hint. */
  readonly fast: FastTimes | undefined;
  /** Every time that was looked at says itself how far it is from UTC. */
  readonly offsets: boolean;
  /** The first values of each column, by its index. */
  readonly values: readonly (readonly string[])[];
}

/** What is known of a file before its columns are looked at. */
export interface Container {
  readonly encoding: Layout['dialect']['encoding'];
  readonly compression: Layout['dialect']['compression'];
  readonly format: FileFormat;
}

/**
 * @param file UTF-8, decompressed, without a byte order mark
 * @param zone of the wall clock at the site
 * @param fileName path of the file, where one is known
 * @throws InputRejected EMPTY_FILE, NOT_READINGS, UNREADABLE, UNKNOWN_LAYOUT, UNIT_UNKNOWN, LAYOUT_AMBIGUOUS or
 * SETTING_INVALID
 */
export async function recognise(
  file: string,
  opened: Container,
  settings: LayoutSettings,
  zone: SiteZone,
  fileName = '',
): Promise<Recognised> {
  const head = await readHead(file);
  const start = head.text.trimStart();
  if (start === '') throw new InputRejected('EMPTY_FILE', 'The file is empty.');
  return askingOnce(settings, (answered) => {
    const sample = opened.format.holds === 'objects' ? sampleJson(head, opened.format) : sampleCsv(head, answered);
    const lines = { preamble: linesBefore(head, sample), footnotes: footnotesOf(head), fileName };
    return understand(sample, lines, opened, answered, zone);
  });
}

/** The lines above the table, which may name the unit or the point of delivery. */
function linesBefore({ text }: Head, { preambleLines }: Sample): string[] {
  return text.split(LINE_BREAK, preambleLines);
}

interface Surroundings {
  readonly preamble: readonly string[];
  readonly footnotes: readonly string[];
  readonly fileName: string;
}

function understand(
  all: Sample,
  { preamble, footnotes, fileName }: Surroundings,
  opened: Container,
  settings: LayoutSettings,
  zone: SiteZone,
): Recognised {
  refuseNames(all);
  const ofAll = profilesOf(all);
  const kinds = valueKinds(all, ofAll, settings);
  const counted = kinds ? withoutOthers(all, kinds, settings) : { sample: all, settings };
  const { sample } = counted;
  const profiles = kinds ? profilesOf(sample) : ofAll;
  const assigned = assignRoles(sample, profiles, counted.settings);
  const preambleUnit = unitOfPreamble(preamble) ?? unitOfFootnotes(footnotes);
  const seen = lookAtColumns(assigned, settings, preambleUnit);
  const signs = signColumn(sample, assigned, seen.candidates, {
    ...{ lines: [...preamble, ...footnotes], settings },
    orderOf: () => rowOrder(sample, assigned, settings),
  });
  const roles = signs ? withDirections(assigned, signs.profile) : assigned;
  const codes = questionOfMeterCodes(sample, roles, settings);
  if (codes) throw codes;
  const decisions: Decision[] = kinds ? [decisionOfKinds(kinds)] : [];
  const day = roles.time.timestamp && !roles.time.date ? findDayColumns(roles.rest) : undefined;
  const looked = signs ? lookAtColumns(roles, settings, preambleUnit) : seen;
  const medium = day ? undefined : refusalOfMedium(sample, roles, looked, preamble, settings);
  if (medium) throw medium;
  const titled = day ? undefined : refusalOfTitle({ preamble, fileName }, looked, roles, settings);
  if (titled) throw titled;
  const numeric = (day ? day.columns : looked.candidates).map(({ profile }) => profile);
  if (numeric.length === 0) throw noEnergy(sample);
  const measures = looked.left
    .filter(({ role, profile }) => isQuantity(role) || meaningOf(profile.name).unit !== undefined)
    .map(({ profile }) => profile);
  const format = decideFormat(sample, numeric, measures, settings, decisions);
  const missing = settings.missing ?? missingCodes(sample, numeric, format);
  if (missing.length > 0) {
    const why = settings.missing ? 'given' : 'each stands there several times, far off all other numbers of its column';
    decisions.push({
      what: 'missing values',
      chosen: `cells with ${missing.map((each) => `"${each}"`).join(', ')}`,
      why,
    });
  }
  const energies = withoutCodes(rowsOfEnergies(sample, roles), numeric, missing);
  const order = rowOrder(energies, roles, settings);
  if (day) askAboutDarkDays(sample, preamble, roles, day, format, settings);
  const values = day
    ? dayValues(
        roles,
        day,
        settings,
        unitOfDirections(sample, roles.ids.measure) ?? preambleUnit ?? unitOfDayTotal(sample, roles, day, format),
      )
    : decideValues({
        zone: zone.name,
        sample: energies,
        roles,
        settings,
        format,
        order,
        preamble,
        preambleUnit,
        labels: labelsOf(profiles),
      });
  const { columns } = values;
  const ignored = values.ignored.map((column) => withOnly(withValidity(column, sample), kinds));
  const quality = ignored.find((column) => saysInvalid(sample, column));
  if (quality) {
    const why = `cells of "${quality.name}" say so`;
    decisions.push({ what: 'invalid readings', chosen: 'missing, as empty cells are', why });
  }
  const numbers = { index: columns[0]?.index ?? 0, format };
  const tree = meterTree(sample, roles, decisions, numbers);
  const flows = { ...tree?.flows, ...signs?.flows, ...settings.flows };
  if (signs)
    decisions.push({
      what: `column "${signs.profile.name}"`,
      chosen: Object.entries(signs.flows)
        .map(([cell, flow]) => `"${cell}" is ${flow}`)
        .join(', '),
      why: signs.why,
    });
  if (columns.length === 0) throw noEnergy(sample);
  if (!day) refuseUnnamedSeries(roles, sample, profiles, settings, numbers);
  const time: TimeDecision = decideTime(sample, roles, settings, zone, {
    dayStep: day?.stepMinutes,
    instants: columns.every(({ role }) => role === 'register'),
    endsAt: values.endsAt,
  });
  decisions.push(...time.decisions, ...values.decisions);
  if (day) decisions.push({ what: 'shape', chosen: 'day-rows', why: day.why });
  const shape = day ? 'day-rows' : seriesNames(columns) > 1 ? 'wide' : 'long';
  const left = ignored.map(({ name }) => name);
  return {
    layout: {
      shape,
      dialect: {
        format: opened.format.name,
        encoding: opened.encoding,
        compression: opened.compression,
        ...(sample.delimiter ? { delimiter: sample.delimiter } : {}),
        ...format,
        preamble_lines: sample.preambleLines,
        header: sample.header,
        width: sample.width,
        ragged: sample.ragged,
        ...(missing.length > 0 ? { missing: [...missing] } : {}),
        ...(sample.comments ? { comment: '#' as const } : {}),
      },
      time: time.time,
      interval_minutes: time.intervalMinutes,
      columns: [...idColumns(roles), ...columns, ...ignored].sort((a, b) => a.index - b.index),
      ...(settings.kind === 'region' ? { regional: true as const } : {}),
      ...(Object.keys(flows).length > 0 ? { flows } : {}),
      ...(tree ? { parents: tree.parents } : {}),
      left_out: left,
      decisions,
    },
    fast: time.fast,
    offsets: time.offsets,
    values: sample.names.map((_, index) => firstValues(sample, index)),
  };
}

function saysInvalid({ rows }: Sample, { index, role, says_invalid: says }: LayoutColumn): boolean {
  const isInvalid = (cell: string) =>
    says ? leavesOut(says, cell) : role === 'quality' && INVALID_WORDS.includes(cell.trim().toLowerCase());
  return rows.some((row) => isInvalid(row[index] ?? ''));
}

/** Names of columns become names of series: text, short, and nothing that was lost in decoding. */
function refuseNames({ names }: Sample): void {
  const at = names.findIndex((name) => /[\0\ufffd]/.test(name) || name.trim().length > MAX_NAME_LENGTH);
  if (at < 0) return;
  const column = `The name of column ${at + 1}`;
  const name = names[at] ?? '';
  if (name.includes('\ufffd')) {
    throw new InputRejected(
      'UNREADABLE',
      `${column} is not valid UTF-8. If the file is in an old encoding, say so with --layout: ` +
        `{"encoding":"windows-1252"}.`,
      {
        setting: { encoding: 'windows-1252' },
      },
    );
  }
  const fault = name.includes('\0') ? 'holds a NUL byte' : `is longer than ${MAX_NAME_LENGTH} characters`;
  throw new InputRejected('UNKNOWN_LAYOUT', `${column} ${fault}.`);
}

function seriesNames(columns: readonly ValueColumn[]): number {
  return new Set(columns.map(({ appliance }) => appliance ?? '')).size;
}

function noEnergy(sample: Sample): InputRejected {
  return new InputRejected(
    'UNKNOWN_LAYOUT',
    'No column is an energy. Name one as in "timestamp, appliance, kwh", or say with --layout which it is: ' +
      '{"columns": {"NAME": {"unit": "kWh"}}}.',
    {
      columns: sample.names.slice(0, 100),
    },
  );
}

function idColumns(roles: Roles): LayoutColumn[] {
  const named = (role: LayoutColumn['role'], column: { index: number; name: string } | undefined): LayoutColumn[] =>
    column
      ? [
          {
            index: column.index,
            name: column.name,
            role,
            why: roles.given.get(column.index)?.role ? 'given' : 'its name and cells',
          },
        ]
      : [];
  const { time, ids } = roles;
  return [
    ...named('timestamp', time.timestamp),
    ...named('end', time.end),
    ...named('date', time.date),
    ...named('time', time.time),
    ...named('hour', time.hour),
    ...named('zone', ids.zone),
    ...named('site', ids.site),
    ...named('appliance', ids.appliance),
    ...named('unit', ids.unit),
    ...named('measure', ids.measure),
  ];
}
