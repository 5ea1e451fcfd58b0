/** A recount of what counts in a site's record, one reading after another. It shares no code with the product. */
export interface Claim {
  readonly dataset: string;
  /** What it is an energy of: site, appliance and whether it is used or produced. */
  readonly thing: string;
  /** Minutes from the beginning of the month. */
  readonly from: number;
  readonly to: number;
  readonly kwh: number;
  readonly estimated?: boolean;
  /** Whether a person put its dataset before all others. */
  readonly preferred?: boolean;
  /** When it was uploaded; the later one counts. */
  readonly uploaded: number;
}

/** The claims that count. */
export function recount<T extends Claim>(claims: readonly T[]): T[] {
  const rank = (a: Claim, b: Claim) =>
    Number(a.preferred ?? false) - Number(b.preferred ?? false) ||
    Number(!a.estimated) - Number(!b.estimated) ||
    a.uploaded - b.uploaded ||
    (a.dataset < b.dataset ? -1 : 1);
  const rivals = (a: Claim) => claims.filter((b) => b.thing === a.thing && b.dataset !== a.dataset);
  const best = claims.filter((a) => !rivals(a).some((b) => b.from === a.from && b.to === a.to && rank(b, a) > 0));
  const meeting = (a: Claim) => best.filter((b) => rivals(a).includes(b) && b.from < a.to && a.from < b.to);
  const length = ({ from, to }: Claim) => to - from;
  const isWhole = (a: Claim) => {
    const shorter = meeting(a).filter((b) => length(b) < length(a));
    for (let minute = a.from; minute < a.to; minute += 1)
      if (!shorter.some((b) => b.from <= minute && minute < b.to)) return false;
    return true;
  };
  return best.filter(
    (a) =>
      !isWhole(a) &&
      meeting(a).every((b) => (length(b) > length(a) ? isWhole(b) : length(b) < length(a) || rank(b, a) < 0)),
  );
}
