/** Every number that a model writes is checked: how many right replies pass, and how many wrong ones do not. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Facts } from '../../../../../functions/generate-insights/facts/index.ts';
import { NotWritten } from '../../../../../functions/generate-insights/fallback-error.ts';
import { basisOf } from '../../../../../functions/generate-insights/model/language-model.ts';
import { readReply, replySchema } from '../../../../../functions/generate-insights/model/reply.ts';

const FOLDER = new URL('../../../../fixtures/insights/', import.meta.url);

const fileSchema = z.object({
  facts: z.custom<Facts>((value) => typeof value === 'object' && value !== null),
  /** Replies that keep to the facts, in many styles. */
  correct: z.array(z.looseObject({ name: z.string(), ...replySchema.shape })),
  /** A correct reply with one number changed. */
  wrong: z.array(z.object({ of: z.string(), right: z.string(), wrong: z.string() })),
});

const files = readdirSync(FOLDER).map((file) => ({
  scenario: file.replace('.json', ''),
  ...fileSchema.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))),
}));

/** @returns why a reply is refused; undefined when it is accepted */
function refusal(facts: Facts, reply: unknown): string | undefined {
  try {
    readReply(replySchema.parse(reply), basisOf(facts));
    return undefined;
  } catch (error) {
    if (error instanceof NotWritten) return `${error.code}: ${error.message}`;
    throw error;
  }
}

const correct = files.flatMap(({ scenario, facts, correct }) =>
  correct.map(({ name, assistant, auditor }) => ({
    title: `${scenario}, ${name}`,
    refused: refusal(facts, { assistant, auditor }),
  })),
);
const wrong = files.flatMap(({ scenario, facts, correct, wrong }) =>
  wrong.map((change) => {
    const { assistant, auditor } = correct.find(({ name }) => name === change.of) ?? { assistant: [], auditor: [] };
    const changed = JSON.stringify({ assistant, auditor }).replace(change.right, change.wrong);
    expect(changed).toContain(change.wrong);
    return {
      title: `${scenario}, ${change.of}: ${change.wrong} for ${change.right}`,
      refused: refusal(facts, JSON.parse(changed)),
    };
  }),
);

describe('the fixture set', () => {
  test('is large enough to measure five percent with', () => {
    expect(correct.length).toBeGreaterThanOrEqual(60);
    expect(wrong.length).toBeGreaterThanOrEqual(60);
  });

  test('at least 95 % of the correct replies are accepted', () => {
    const refused = correct.filter((each) => each.refused !== undefined);
    expect(refused.length / correct.length, JSON.stringify(refused, null, 2)).toBeLessThanOrEqual(0.05);
  });

  test('at least 95 % of the replies with one wrong number are refused, for that number', () => {
    const accepted = wrong.filter((each) => each.refused === undefined);
    expect(accepted.length / wrong.length, JSON.stringify(accepted, null, 2)).toBeLessThanOrEqual(0.05);
    expect(wrong.filter(({ refused }) => refused !== undefined && !refused.startsWith('NUMBER_MISMATCH'))).toEqual([]);
  });
});
