import { useCallback } from 'react';
import { openReport } from '../../api/runs.ts';
import { call } from '../api.ts';
import { useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';

/** The report as it was published, in a frame that runs no script but the report's own and reaches nothing. */
export function Report({ run }: { readonly run: string }) {
  const { value, refused, again } = useAsked(
    useCallback(() => call(openReport, { run }), [run]),
    () => undefined,
  );
  if (refused) return <RefusedNote refused={refused} again={again} />;
  if (!value) return <p className="quiet">Reading the report …</p>;
  return (
    <>
      {value.repriced !== null && (
        <p className="note tone-warn" role="status">
          {value.repriced}
        </p>
      )}
      <p>
        <a href={value.path} target="_blank" rel="noreferrer">
          Open it in a tab of its own
        </a>
      </p>
      <iframe className="report" title="Report" src={value.path} sandbox="allow-scripts allow-downloads allow-popups" />
    </>
  );
}
