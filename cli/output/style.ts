import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** Colours only where a person sees them: on a terminal, without NO_COLOR. */
export function paint(text: string, style: Style | undefined, stream: NodeJS.WriteStream = process.stdout): string {
  return style === undefined || text === '' ? text : styleText(style, text, { stream });
}

/** The colour of a run's or a state's status. */
export function statusStyle(status: string): Style | undefined {
  switch (status) {
    case 'SUCCEEDED':
    case 'PUBLISHED':
    case 'OK':
      return 'green';
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return 'red';
    case 'PARTIAL':
    case 'DEGRADED':
    case 'RUNNING':
    case 'INSUFFICIENT_DATA':
      return 'yellow';
    default:
      return undefined;
  }
}
