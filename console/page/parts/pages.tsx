/** Pages of a long list, one after another. */
import { formatCount } from '../../../shared/text/format.ts';

export function MoreButton(props: {
  readonly shown: number;
  readonly total: number;
  readonly what: string;
  readonly show: () => void;
}) {
  const { shown, total, what, show } = props;
  if (shown >= total) return <p className="quiet count">{`${formatCount(total)} ${what}`}</p>;
  return (
    <p className="count">
      <button type="button" onClick={show}>
        Show more
      </button>{' '}
      <span className="quiet">{`${formatCount(shown)} of ${formatCount(total)} ${what}`}</span>
    </p>
  );
}
