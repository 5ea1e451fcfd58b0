/** Values as the standards of utilities write them: with a power of ten, and the unit as a number of IEC 61968-9. */

const WATT_HOURS = '72';
const WATTS = '38';
const SECONDS_OF_HOUR = 3600;

/** @returns whether the values are energies, or powers that become energies by their time */
export function isWattHours(uom: string | undefined): boolean {
  return uom === WATT_HOURS || uom === WATTS;
}

/** Exact for energies: the power of ten moves the decimal sign. @returns a text that is no number as it is */
export function wattHours(value: string, { powerOfTenMultiplier = '0', uom, seconds }: ValueType): string {
  const number = value.trim();
  if (!/^-?\d+(\.\d+)?$/.test(number)) return number;
  const power = Number(powerOfTenMultiplier) || 0;
  if (uom === WATTS) return String((Number(number) * 10 ** power * seconds) / SECONDS_OF_HOUR);
  return power === 0 ? number : `${number}e${power}`;
}

export interface ValueType {
  readonly powerOfTenMultiplier?: string | undefined;
  readonly uom: string | undefined;
  /** Length of the interval, of which a power is the mean. */
  readonly seconds: number;
}
