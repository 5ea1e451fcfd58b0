// The first thing that runs: what is loaded after it comes from the compile cache, TypeScript included, which halves
// what a start costs (the local stack: 650 ms of processor time without it, 380 ms with it).
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

const CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'energy');

// The variable is for the threads in which functions run: each has a cache of its own to open.
process.env.NODE_COMPILE_CACHE ??= CACHE;
enableCompileCache(process.env.NODE_COMPILE_CACHE);

// V8 13 (Node 24) answers every few MB of network buffers with a full collection: 34 of them for a file of 380 MB, sent
// and received, a third of its time. Counted with the heap, as later versions do, they cost nothing.
if (process.versions.v8.startsWith('13.')) setFlagsFromString('--external-memory-accounted-in-global-limit');

await import('./energy.ts');
