/** Columns of numbers beside the energies that nothing calls an energy. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { type Evidence, isAConstantCode, isEpoch, staysInABand } from './evidence.ts';
import type { LeftOut, Look } from './looks.ts';
import { flowOf } from './words/flow-of-words.ts';

/** Columns without a unit beside some that have one, and empty ones, are energies only when words or numbers say so. */
export function withoutStrangers(
  candidates: readonly Look[],
  evidence: (look: Look) => Evidence,
  settings: LayoutSettings,
): { kept: readonly Look[]; left: readonly LeftOut[] } {
  const left: LeftOut[] = [];
  const hasUnit = ({ unit, unitElsewhere }: Look) => unit !== undefined || unitElsewhere;
  const sure = candidates.filter(
    (look) => hasUnit(look) && look.profile.kind !== 'empty' && settings.unit === undefined,
  );
  const filled = candidates.filter(({ profile }) => profile.kind !== 'empty');
  const kept = candidates.filter((look) => {
    const { profile, given } = look;
    const leave = (why: string) => {
      left.push({ profile, role: 'ignored', why });
      return false;
    };
    if (given) return true;
    if (profile.kind === 'empty')
      return filled.length === 0 || (hasUnit(look) && sure.length === 0) || leave('it is empty');
    if (profile.numbers === 0 && filled.some((other) => other.profile.numbers > 0))
      return leave('none of its cells is a number');
    const zero = evidence(look).max === 0 && evidence(look).min === 0;
    if (
      zero &&
      look.meaning.concepts.has('register') &&
      candidates.some((other) => other !== look && evidence(other).max > 0)
    )
      return leave('a register that shows nothing but 0');
    const words = flowOf(look.meaning);
    const isSigned = words?.flow === 'net' || words?.flow === 'battery';
    if (zero && isSigned && look.meaning.unit === undefined && candidates.some((other) => evidence(other).max > 0))
      return leave('it shows nothing');
    const unnamed = look.meaning.unit === undefined && (words === undefined || words.certainty === 'named');
    if (
      unnamed &&
      isAConstantCode(evidence(look)) &&
      candidates.some((other) => other !== look && evidence(other).distinct > 1)
    )
      return leave('the same whole number in every row');
    const registers = look.meaning.unit === undefined && look.meaning.concepts.has('register');
    if ((unnamed || registers) && evidence(look).constantInSeries)
      return leave('a number for each series, the same in all its rows');
    if (unnamed && isEpoch(evidence(look))) return leave('another time');
    if (hasUnit(look) || sure.length === 0) return true;
    if (unnamed && isOneNumber(evidence(look))) return leave('the same whole number in every row');
    if (!sure.some((other) => alike(evidence(look), evidence(other))))
      return leave('another column is the energy, and neither its name nor its values say that it is one');
    return true;
  });
  return { kept, left };
}

const ROWS_OF_ONE_NUMBER = 4;

/** The factor of a meter, a contract's power: no energy is the same in every row. */
function isOneNumber({ count, distinct, whole, max }: Evidence): boolean {
  return count >= ROWS_OF_ONE_NUMBER && distinct === 1 && whole && max > 0;
}

/** Numbers of one kind: of about the same size, and written as the others are. */
function alike(one: Evidence, other: Evidence): boolean {
  const size = ({ max, min }: Evidence) => Math.max(Math.abs(max), Math.abs(min));
  const ratio = size(one) / size(other);
  return (
    one.count > 0 &&
    ratio > 0.01 &&
    ratio < 100 &&
    one.whole === other.whole &&
    !(staysInABand(one) && !staysInABand(other))
  );
}
