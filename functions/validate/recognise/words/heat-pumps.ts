/** What a heat pump takes and what it gives, as its maker's app writes them: `Heating consumed`, `Heating produced`. */
import { tokensOf } from '../../vocabulary/tokens.ts';
import { type Concept, conceptsOfToken } from '../../vocabulary/vocabulary.ts';
import type { FlowOfWords } from './flow-of-words.ts';
import { meaningOf } from './meaning.ts';

const HEATS = /heat|hot[\s_]?water|cool|dhw|heiz|w[aä]rm|k[uü]hl|chauff|ecs|verwarm|koel|calef|riscald|acs|raffresc/iu;

/**
 * Of two texts that differ in nothing but taken and made, what is made by something that heats or cools is heat, and
 * what is taken is electricity.
 */
export function heatPumpFlows(texts: readonly string[]): Map<string, FlowOfWords> {
  const found = new Map<string, FlowOfWords>();
  const of = (concept: Concept) =>
    new Map(
      texts
        .filter((text) => HEATS.test(text) && meaningOf(text).concepts.has(concept))
        .map((text) => [withoutWay(text), text]),
    );
  const made = of('production');
  for (const [use, taken] of of('consumption')) {
    const heat = made.get(use);
    if (heat === undefined) continue;
    found.set(heat, { flow: 'heat', certainty: 'certain', why: `what "${taken}" gives` });
    found.set(taken, { flow: 'submeter', certainty: 'named', why: `what "${heat}" takes` });
  }
  return found;
}

const WAY: readonly Concept[] = ['consumption', 'production', 'energy', 'filler', 'total'];

/** What is heated, in any order of the words. */
function withoutWay(text: string): string {
  const said = tokensOf(text).filter((token) => !conceptsOfToken(token).some((concept) => WAY.includes(concept)));
  return said.sort().join(' ');
}
