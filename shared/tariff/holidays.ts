/**
 * Public holidays by the calendars of the package date-holidays. Loading them takes about 0.1 s and 40 MB, so nothing
 * is loaded before a country is asked for.
 */

import type Holidays from 'date-holidays';
import { MS_PER_DAY, utcDay } from '../text/days.ts';

/** The package has no calendar of that name; its errors' name is what a degraded branch shows. */
export class CalendarUnknown extends Error {
  override readonly name = 'CalendarUnknown';
}

const loaded = new Map<string, Promise<Holidays>>();
const known = new Map<string, ReadonlySet<string>>();

/**
 * The public holidays of a country or region, days in lieu included. A holiday of several days is as many dates.
 * @param calendar a country, or with its region: see `calendarSchema` in shared/settings/settings.ts
 * @param years of the local calendar
 * @returns local dates, `2026-12-25`
 * @throws CalendarUnknown when there is no calendar for the country or the region; it names the ones that there are
 */
export async function holidaysOf(calendar: string, years: readonly number[]): Promise<ReadonlySet<string>> {
  const dates = new Set<string>();
  if (years.length === 0) return dates;
  const holidays = await calendarOf(calendar);
  for (const year of new Set(years)) {
    const name = `${calendar} ${year}`;
    const found = known.get(name) ?? datesOf(holidays, year);
    known.set(name, found);
    for (const date of found) dates.add(date);
  }
  return dates;
}

function calendarOf(calendar: string): Promise<Holidays> {
  const found = loaded.get(calendar) ?? load(calendar);
  loaded.set(calendar, found);
  return found;
}

async function load(calendar: string): Promise<Holidays> {
  const { default: Calendar } = await import('date-holidays');
  const [country = '', state, region] = calendar.split('-');
  const all = new Calendar();
  // The package answers an unknown region with its country's days: a name that was mistyped would not be noticed.
  refuseUnknown(calendar, country, all.getCountries());
  if (state !== undefined) refuseUnknown(calendar, state, all.getStates(country));
  if (state !== undefined && region !== undefined) refuseUnknown(calendar, region, all.getRegions(country, state));
  const types = { types: ['public' as const] };
  if (state === undefined) return new Calendar(country, types);
  return region === undefined ? new Calendar(country, state, types) : new Calendar(country, state, region, types);
}

function refuseUnknown(calendar: string, code: string, codes: Readonly<Record<string, string>> | undefined): void {
  const all = Object.keys(codes ?? {});
  if (all.includes(code)) return;
  const choice = all.length === 0 ? 'it has no parts' : `use one of ${all.join(', ')}`;
  throw new CalendarUnknown(`There is no calendar of holidays for "${calendar}": "${code}" is not known; ${choice}.`);
}

/** `date` begins with the local date. The instants are in the country's zone, so only their distance is used. */
function datesOf(holidays: Holidays, year: number): ReadonlySet<string> {
  return new Set(
    holidays.getHolidays(year).flatMap(({ date, start, end }) => {
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / MS_PER_DAY));
      return Array.from({ length: days }, (_, index) => utcDay(first + index * MS_PER_DAY));
    }),
  );
}

const countries = new Map<string, Promise<string | undefined>>();

/**
 * The public holidays where a zone is, with their English names: to name what was odd on them, never for prices.
 * @param calendar of the settings; without one the country that the zone belongs to
 * @param years of the local calendar
 * @returns local date to name; empty where nothing tells a country, as of UTC, or where there is no such calendar
 */
export async function namedHolidays(
  zone: string,
  calendar: string | undefined,
  years: readonly number[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const where = calendar ?? (await countryOf(zone));
  if (where === undefined || years.length === 0) return names;
  const holidays = await calendarOf(where).catch((error: unknown) => {
    if (error instanceof CalendarUnknown) return undefined;
    throw error;
  });
  for (const year of new Set(years))
    for (const { date, name } of holidays?.getHolidays(year, 'en') ?? []) names.set(date.slice(0, 10), name);
  return names;
}

/** The first country, by its code, that has the zone. */
function countryOf(zone: string): Promise<string | undefined> {
  const found = countries.get(zone) ?? searchCountry(zone);
  countries.set(zone, found);
  return found;
}

async function searchCountry(zone: string): Promise<string | undefined> {
  // Zones without a place, such as UTC, are of no country.
  if (!zone.includes('/') || zone.startsWith('Etc/')) return undefined;
  const { default: Calendar } = await import('date-holidays');
  return Object.keys(new Calendar().getCountries()).find((code) => new Calendar(code).getTimezones().includes(zone));
}
