/** The shipped state machine with a language model: what a run leaves when it answers, and when it does not. */
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STACK } from '../../local/stack.ts';
import { reportSchema } from '../../shared/report/report.ts';
import { type ModelServer, startModelServer } from '../helpers/model-server.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type Execution, type TestStack, testStack } from '../helpers/stack.ts';

const KEY = 'key-for-a-test-of-the-machine';
let model: ModelServer;
let lake: TestStack;
beforeAll(async () => {
  model = await startModelServer();
  lake = await testStack({
    settings: {
      ENERGY_INSIGHTS_PROVIDER: 'openai',
      ENERGY_INSIGHTS_MODEL: 'gpt-4.1-mini',
      ENERGY_INSIGHTS_SECRET: 'energy/openai',
      ENERGY_INSIGHTS_BASE_URL: `${model.url}/v1`,
      ENERGY_INSIGHTS_TIMEOUT_SECONDS: '10',
    },
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const secrets = new SecretsManagerClient({ endpoint: lake.stack.url, region: STACK.region, credentials });
  await secrets.send(new CreateSecretCommand({ Name: 'energy/openai', SecretString: KEY }));
});
afterAll(async () => {
  await lake.close();
  await model.close();
});

/** The report of a run, and the pages and the log beside it; no key is in any of them. */
async function published(run: Execution) {
  expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
  const at = String(run.output.report);
  const [json, html, markdown] = await Promise.all(
    ['report.json', 'report.html', 'report.md'].map((file) => lake.text(`${at}${file}`)),
  );
  expect(JSON.stringify([json, html, markdown, await lake.history(run.arn)])).not.toContain(KEY);
  return { report: reportSchema.parse(JSON.parse(json ?? '')), html, markdown };
}

it("a run carries the model's words, and says what they took", async () => {
  const text = 'A1 uses the most of all, so begin there.';
  model.next({
    reply: { assistant: [{ code: 'LARGEST_SHARE', about: 'A1', title: 'Begin with A1', text }], auditor: [] },
  });
  const { report, html, markdown } = await published(
    await lake.upload('raw/with-model.csv', threeWeeks(), { 'site-id': 'with-model' }),
  );
  expect(report).toMatchObject({
    status: 'PUBLISHED',
    insights: {
      provider: 'openai',
      model: 'gpt-4.1-mini',
      tokens: { input: 1200, output: 300 },
      fallback: null,
      assistant: [{ title: 'Begin with Heater', appliance: 'Heater' }],
    },
  });
  expect(model.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  for (const page of [html, markdown]) {
    expect(page).toContain('Begin with Heater');
    expect(page).toContain('every number in the texts was checked');
  }
});

it(
  'a run whose model writes a wrong number is published with the texts of the rules, ' + 'and says which number',
  async () => {
    const text = 'A1 uses 99,999 kWh a year.';
    model.next({ reply: { assistant: [{ code: 'LARGEST_SHARE', about: 'A1', title: 'A1', text }], auditor: [] } });
    const { report, html } = await published(
      await lake.upload('raw/wrong-number.csv', threeWeeks(), { 'site-id': 'wrong-number' }),
    );
    expect(report.insights).toMatchObject({ provider: 'rules', fallback: { from: 'openai', code: 'NUMBER_MISMATCH' } });
    expect(report.insights.assistant.length).toBeGreaterThan(0);
    expect(html).toContain('99,999 kWh');
  },
);

it('a run whose model is down is published with the texts of the rules', async () => {
  model.next('hang up');
  const { report, markdown } = await published(
    await lake.upload('raw/model-down.csv', threeWeeks(), { 'site-id': 'model-down' }),
  );
  expect(report).toMatchObject({
    status: 'PUBLISHED',
    branches: { insights: { status: 'OK' } },
    insights: { provider: 'rules', fallback: { from: 'openai', code: 'UNREACHABLE' } },
  });
  expect(markdown).toContain('Written by fixed rules from the figures above, not by openai.');
});
