/**
 * Measures what an upload asks of AWS and writes cli/cost/measured.json, from which `energy cost` reckons:
 * `node test/infra/measure.ts`. Run it on an idle machine after a change to the functions.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { measuredSchema } from '../../cli/cost/shape.ts';
import { measureFeed, measureShape, sampleFile } from './helpers/shape.ts';
import { synthesize } from './helpers/synth.ts';

const template = synthesize('dev').template.toJSON();
const measured = measuredSchema.parse({
  date: new Date().toISOString().slice(0, 10),
  machine: `${process.platform}-${process.arch}, ${availableParallelism()} cores, Node ${process.versions.node}`,
  sampleMonth: await measureShape(template, await sampleFile('household', 30)),
  feed: await measureFeed(template),
  larger: await measureShape(template, await sampleFile('circuits', 7)),
});
writeFileSync(new URL('../../cli/cost/measured.json', import.meta.url), `${JSON.stringify(measured, null, 2)}\n`);
console.log(JSON.stringify(measured, null, 2));
