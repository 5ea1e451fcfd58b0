import { synthesize } from '../helpers/synth.ts';

export const dev = synthesize('dev');
export const TOKENS = {
  authoriser: 'jwt' as const,
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_EXAMPLE',
  audience: ['client'],
  corsOrigins: ['https://example.com'],
  requestsPerSecond: 50,
};
export const devByTokens = synthesize('dev', () => ({ api: TOKENS }));
export const prod = synthesize('prod');
export const devOnOldLake = synthesize('dev', () => ({ bucket: 'old-lake' }));
export const prodInNetwork = synthesize('prod', () => ({ vpc: true }));
