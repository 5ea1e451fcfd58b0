/** A status as a person sees it: a word, a colour and a shape, so that none of the three is needed. */
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'none';

interface Look {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

/** Of executions, of states and of what executions came to. */
const LOOKS: Readonly<Record<string, Look>> = {
  RUNNING: { word: 'Running', tone: 'busy', icon: 'dots' },
  PENDING_REDRIVE: { word: 'Waiting to go on', tone: 'busy', icon: 'dots' },
  RETRYING: { word: 'Failed, may be tried again', tone: 'warn', icon: 'retry' },
  SUCCEEDED: { word: 'Succeeded', tone: 'good', icon: 'check' },
  CAUGHT: { word: 'Failed, went on without it', tone: 'warn', icon: 'alert' },
  FAILED: { word: 'Failed', tone: 'bad', icon: 'cross' },
  TIMED_OUT: { word: 'Timed out', tone: 'bad', icon: 'cross' },
  ABORTED: { word: 'Given up', tone: 'bad', icon: 'dash' },
  PUBLISHED: { word: 'Published', tone: 'good', icon: 'check' },
  PARTIAL: { word: 'Partial', tone: 'warn', icon: 'alert' },
  SUPERSEDED: { word: 'Superseded', tone: 'none', icon: 'dash' },
  ALREADY_PROCESSED: { word: 'Already processed', tone: 'none', icon: 'dash' },
  IGNORED: { word: 'Ignored', tone: 'none', icon: 'dash' },
  QUEUED: { word: 'Queued', tone: 'busy', icon: 'dots' },
  CANCELLED: { word: 'Cancelled', tone: 'none', icon: 'dash' },
};

/** @param status undefined for what was not reached */
export function lookOf(status: string | undefined): Look {
  if (status === undefined) return { word: 'Not reached', tone: 'none', icon: 'dash' };
  return LOOKS[status] ?? { word: status, tone: 'none', icon: 'dash' };
}

export function Status({ status }: { readonly status: string }) {
  const { word, tone, icon } = lookOf(status);
  return (
    <span className={`status tone-${tone}`}>
      <Icon name={icon} /> {word}
    </span>
  );
}
