/**
 * Loaded with --import: writes the process's peak memory, bytes, to the file that BENCH_PEAK_FILE names, at its end.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BENCH_PEAK_FILE;
if (file && isMainThread) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
