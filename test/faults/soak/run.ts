/**
 * `npm run soak`: uploads with faults on the way, and whether each hour of each of them is accounted for once.
 * `--uploads N` (1,000) and `--seed N` choose others; `--faults SHARE` (0.05) is how many uploads meet one.
 */
import { parseArgs } from 'node:util';
import { formatNumber } from '../../../shared/text/format.ts';
import { soak } from './play.ts';

const SHOWN = 10;
const { values } = parseArgs({
  options: {
    uploads: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    faults: { type: 'string', default: '0.05' },
  },
});
const [uploads, seed, faults] = [Number(values.uploads), Number(values.seed), Number(values.faults)];
if (!(uploads > 0) || !Number.isInteger(seed) || !(faults >= 0 && faults <= 1))
  throw new Error('--uploads takes a number, --seed a whole one, --faults a share from 0 to 1');
console.log(`${uploads} uploads, seed ${seed}, faults at ${faults * 100} % of them`);
const began = Date.now();
const result = await soak({
  ...{ uploads, seed, faults },
  onUpload: (done) => {
    if (done % 50 === 0) console.log(`${done} uploads, ${Math.round((Date.now() - began) / 1000)} s`);
  },
});

const listed = (map: ReadonlyMap<string, number>) =>
  [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`)
    .join(', ') || 'none';
const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2);
const { verdict, memory } = result;
console.log(`Faults    ${listed(result.injected)}`);
console.log(`Mended    ${result.kills} processes killed, ${result.replays} replays by a person, the rest by itself`);
console.log(`Ends      ${listed(result.ends)}`);
console.log(`Readings  ${formatNumber(result.hours)} hours that count or give way to others`);
console.log(
  `Memory    ${megabytes(memory.before.rss)} MB, ${memory.uploads} uploads later ${megabytes(memory.after.rss)} MB ` +
    `(heap ${megabytes(memory.before.heapUsed)} MB, then ${megabytes(memory.after.heapUsed)} MB)`,
);
for (const what of ['lost', 'doubled', 'wrong'] as const) {
  console.log(`${what.padEnd(9)} ${verdict[what].length}`);
  for (const line of verdict[what].slice(0, SHOWN)) console.log(`          ${line}`);
}
process.exitCode = verdict.lost.length + verdict.doubled.length + verdict.wrong.length === 0 ? 0 : 1;
