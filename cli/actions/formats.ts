import { FILE_FORMATS } from '../../shared/readings/file-formats.ts';
import { jsonText } from '../output/json.ts';
import { print } from '../output/print.ts';
import { table } from '../output/table.ts';

/** Lists the formats of files that are understood. */
export function formatsCommand(options: { json?: true }): void {
  const all = Object.entries(FILE_FORMATS).map(([name, { title, detectedBy }]) => ({ name, title, detectedBy }));
  if (options.json) print(jsonText(all));
  else
    print(
      table(
        [{ title: 'Format' }, { title: 'Told by' }],
        all.map(({ title, detectedBy }) => [title, detectedBy]),
      ),
    );
}
