import { App, Validations } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EnergyStack, type EnergyStackProps } from './stack.ts';

/**
 * The app with one stage's stack, ready to be synthesized; cdk-nag's findings stop the synthesis.
 * @param outdir where the cloud assembly goes; the CDK command names it otherwise
 */
export function createApp(props: EnergyStackProps, outdir?: string): { app: App; stack: EnergyStack } {
  // What `cdk init` writes into a new project: today's behaviour of every construct.
  const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS, ...(outdir ? { outdir } : {}) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack: new EnergyStack(app, props) };
}
