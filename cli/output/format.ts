/** Sizes, durations and moments of this machine, as the command line shows them; figures are shared/text/format.ts. */

import { twoDigits } from '../../shared/text/days.ts';

/** `380 B`, `126 KB`, `1.2 GB`; thousands, as file managers count. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  let scaled = value;
  let unit = '';
  for (unit of ['KB', 'MB', 'GB', 'TB']) {
    scaled /= 1000;
    if (scaled < 999.5) break;
  }
  return `${scaled < 10 ? scaled.toFixed(1) : scaled.toFixed(0)} ${unit}`;
}

/** `85 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min` */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-10-01 18:05:09`, in the time zone of this machine. */
export function moment(date: Date | undefined): string {
  if (!date) return '–';
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
}
