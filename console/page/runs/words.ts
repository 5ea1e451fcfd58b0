/** Small things that are said of executions in several places. */

const RAW = 'raw/';

/** The uploaded file's name, without the folder that all uploads are in. */
export function uploadName(key: string): string {
  return key.startsWith(RAW) ? key.slice(RAW.length) : key;
}

/** Whether more is to come of an execution or a state. */
export function isOpen(status: string): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE' || status === 'RETRYING';
}
