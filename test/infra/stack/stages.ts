import { synthesize } from '../helpers/synth.ts';

export const dev = synthesize('dev');
export const prod = synthesize('prod');
export const prodInNetwork = synthesize('prod', () => ({ vpc: true }));
