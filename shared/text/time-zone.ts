/** Names of time zones, as the data of this runtime has them. */

const WELL_KNOWN = 'Europe/Berlin';

/** @returns whether a name is a zone of the IANA database */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** A zone that a person may mean by what is none, such as a city alone, else one that shows how they are written. */
export function zoneLike(name: string): string {
  const place = name.trim().replaceAll(' ', '_').toLowerCase();
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${place}`)) ?? WELL_KNOWN;
}
