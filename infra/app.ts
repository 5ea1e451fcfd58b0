/** The CDK app; `npm run synth`, `deploy` and `destroy` run it, with the stage in ENERGY_STAGE. */
import { buildLayer } from './assets/layer.ts';
import { loadStage, StageInvalid } from './stages/load.ts';
import { createApp } from './synth.ts';

try {
  const stage = loadStage(process.env.ENERGY_STAGE ?? 'dev', process.env);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  const env = account && region ? { env: { account, region } } : {};
  createApp({ stage, layer: buildLayer(), ...env }).app.synth();
} catch (error) {
  if (!(error instanceof StageInvalid)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
