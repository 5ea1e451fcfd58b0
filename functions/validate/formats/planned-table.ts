/** A format of text in lines that is known by a plan of its beginning: the same plan says how its rows are written. */
import type { FormatName } from '../../../shared/readings/file-formats.ts';
import type { Decision, Delimiter } from '../../../shared/readings/layout.ts';
import { type Head, readHead } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

interface Planned<Plan> {
  readonly name: FormatName;
  /** @returns undefined for a text of another format */
  readonly planOf: (head: Head) => Plan | undefined;
  readonly rows: (file: string, plan: Plan) => AsyncIterable<Row>;
  /** What separates the cells of the upload. */
  readonly separatorOf: (plan: Plan) => Delimiter;
  /** What was decided on the way, for the layout. */
  readonly decide?: (plan: Plan) => Decision[];
}

export function plannedTable<Plan>({ name, planOf, rows, separatorOf, decide }: Planned<Plan>): FileFormat {
  const planIn = async (file: string) => planOf(await readHead(file));
  return {
    name,
    detect: { by: 'text', is: (head) => planOf(head) !== undefined },
    holds: 'cells',
    fixes: {},
    ...asRows(
      async function* (file) {
        const plan = await planIn(file);
        if (plan) yield* rows(file, plan);
      },
      'The table has no rows.',
      async (file) => {
        const plan = decide && (await planIn(file));
        return plan ? decide(plan) : [];
      },
      async (file) => {
        const plan = await planIn(file);
        return plan ? separatorOf(plan) : ',';
      },
    ),
  };
}
