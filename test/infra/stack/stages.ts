import { synthesize } from '../helpers/synth.ts';

export const dev = synthesize('dev');
export const TOKENS = {
  authoriser: 'jwt' as const,
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_EXAMPLE',
  audience: ['client'],
  corsOrigins: ['https://example.com'],
  requestsPerSecond: 50,
};
/** Who is told of what is bad alone. */
const PICKY = { emails: ['owner@example.com:HIGH'], sms: ['+12025550199:CRITICAL'] };
export const devByTokens = synthesize('dev', ({ recipients }) => ({
  api: TOKENS,
  recipients: { ...recipients, alerts: PICKY },
}));
export const prod = synthesize('prod');
export const devOnOldLake = synthesize('dev', () => ({ bucket: 'old-lake' }));
export const prodInNetwork = synthesize('prod', () => ({ vpc: true }));
