/** Small files of readings for whole runs. */

/** Three weeks of two appliances, hourly, with a few odd readings: enough for every branch to have something to say. */
export function threeWeeks(options: { bump?: number } = {}): string {
  const lines = ['timestamp,appliance,kwh'];
  for (let hour = 0; hour < 21 * 24; hour += 1) {
    const at = new Date(Date.UTC(2026, 9, 1, hour)).toISOString().slice(0, 19).replace('T', ' ');
    const evening = hour % 24 >= 18 && hour % 24 <= 21 ? 0.6 : 0;
    const wiggle = ((hour * 7919) % 101) / 1000;
    lines.push(`${at},Heater,${(0.4 + evening + wiggle + (hour === 250 ? 4 : 0) + (options.bump ?? 0)).toFixed(3)}`);
    lines.push(`${at},Fridge,${(0.08 + wiggle / 5).toFixed(3)}`);
  }
  return `${lines.join('\n')}\n2026-10-05 00:00:00,Fridge,broken\n`;
}
