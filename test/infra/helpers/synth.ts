import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { loadStage, type Stage } from '../../../infra/stages/load.ts';
import { createApp } from '../../../infra/synth.ts';

/** Addresses that belong to nobody (RFC 2606; the numbers of 555-01xx are kept for fiction). */
export const RECIPIENTS = {
  ENERGY_ALERT_EMAILS: 'alerts@example.com',
  ENERGY_ALERT_SMS: '+12025550123',
  ENERGY_OPERATIONS_EMAILS: 'operations@example.com',
};

/** The stack of a stage, synthesized with the real bundles; the layer is a stand-in unless its content matters. */
export function synthesize(name: string, change: (config: Stage['config']) => Partial<Stage['config']> = () => ({})) {
  const layer = mkdtempSync(join(tmpdir(), 'energy-layer-'));
  const outdir = mkdtempSync(join(tmpdir(), 'energy-synth-'));
  try {
    writeFileSync(join(layer, 'stand-in'), '');
    const stage = loadStage(name, RECIPIENTS);
    const config = { ...stage.config, ...change(stage.config) };
    const { app, stack } = createApp({ stage: { ...stage, config }, layer }, outdir);
    app.synth();
    return { app, stack, template: Template.fromStack(stack) };
  } finally {
    rmSync(layer, { recursive: true, force: true });
    rmSync(outdir, { recursive: true, force: true });
  }
}
