/** What a balance of columns says of one of them that is called an import or an export. */
import { asNet, isSignedByBalance } from './below-zero.ts';
import type { Identity } from './identities/index.ts';
import type { Series } from './series.ts';

/** @param identities among the series, by their positions */
export function withSignedBalance(series: readonly Series[], identities: readonly Identity[]): readonly Series[] {
  const balances = identities.flatMap((each) => (each.kind === 'linear' ? [each.terms.map(({ id }) => id)] : []));
  return series.map((one, at) => {
    if (one.look.given?.flow !== undefined) return one;
    const isSigned = balances.some(
      (ids) =>
        ids.includes(at) &&
        isSignedByBalance(
          one,
          ids.flatMap((id) => series[id]?.flow.flow ?? []),
        ),
    );
    return isSigned ? { ...one, flow: asNet(one.flow) } : one;
  });
}
