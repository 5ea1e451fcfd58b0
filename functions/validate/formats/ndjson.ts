/** One JSON object a line. */
import type { FileFormat } from './format.ts';
import { lineMachine, scanRecords } from './scan.ts';

export const ndjson: FileFormat = {
  name: 'ndjson',
  detect: { by: 'text', is: ({ text }) => text.trimStart().startsWith('{') },
  holds: 'objects',
  fixes: {},
  records: ({ file }, _dialect, visit) => scanRecords(file, { machine: lineMachine() }, visit),
};
