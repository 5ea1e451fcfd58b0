/** docs/DATA-DICTIONARY.md, made from the declarations, so that it cannot say anything else. */
import { z } from 'zod';
import { manifestSchema } from '../lake/manifest.ts';
import { reportSchema } from '../report/report.ts';
import { DATASETS_COLUMNS, DATASETS_TABLE } from '../tables/datasets-table.ts';
import {
  DATABASE_NAME,
  isRecordTable,
  queriedColumns,
  RECORD_DATA_FOLDER,
  TABLE_NAMES,
  TABLES,
} from '../tables/schema.ts';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

export function dataDictionary(): string {
  const tables = TABLE_NAMES.map((name) => {
    const { description, partitionKeys } = TABLES[name];
    const folder = isRecordTable(name) ? RECORD_DATA_FOLDER : TABLES[name].folder;
    return section(
      `Table ${name}`,
      `${description}. Parquet below \`${folder}/\`, ` +
        `partitioned by ${partitionKeys.map((key) => `\`${key.name}\``).join(' and ')}.`,
      [...queriedColumns(name), ...partitionKeys],
    );
  });
  return `${[
    '# Data dictionary',
    'Generated from `shared/tables/schema.ts`, `shared/report/report.ts` and `shared/lake/manifest.ts`: ' +
      'change those, then run `npx vitest run test/unit/shared/documents/data-dictionary.test.ts -u`.',
    `Energies are kWh. Timestamps have no zone: they are wall clock at the site unless the name is \`utc\`. ` +
      `The tables are in the database \`${DATABASE_NAME}\`.`,
    ...tables,
    section(
      `Table ${DATASETS_TABLE}`,
      'The manifests below `manifests/`, one JSON document each: ' +
        'what is published, from which bytes, and what came before.',
      DATASETS_COLUMNS,
    ),
    section(
      'report.json',
      "A run's result for programs, below `reports/`. `[]` stands for each element of a list, `*` for each key.",
      fieldsOf(z.toJSONSchema(reportSchema)),
    ),
    section(
      'manifests/DATASET.json',
      'The commit of a dataset: replacing it is the publication.',
      fieldsOf(z.toJSONSchema(manifestSchema)),
    ),
  ].join('\n\n')}\n`;
}

function section(heading: string, text: string, fields: readonly Field[]): string {
  const rows = fields.map(({ name, type, comment }) => `| \`${name}\` | ${type} | ${comment.replaceAll('|', '\\|')} |`);
  return [`## ${heading}`, text, ['| Name | Type | Meaning |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n');
}

/** What is read of a JSON Schema; zod writes the rest too. */
const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
  get properties() {
    return z.record(z.string(), nodeSchema).optional();
  },
  get items() {
    return nodeSchema.optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), nodeSchema]).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;

function fieldsOf(schema: unknown): Field[] {
  return children('', nodeSchema.parse(schema));
}

/** The fields below a node, depth first, in the order of the declaration. */
function children(path: string, node: Node): Field[] {
  const known = withoutNull(node);
  if (known.properties) {
    return Object.entries(known.properties).flatMap(([name, child]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return [{ name: at, type: typeOf(child), comment: child.description ?? '' }, ...children(at, child)];
    });
  }
  if (known.items) return children(`${path}[]`, known.items);
  if (typeof known.additionalProperties === 'object') return children(`${path}.*`, known.additionalProperties);
  return [];
}

function withoutNull(node: Node): Node {
  return node.anyOf?.find(({ type }) => type !== 'null') ?? node;
}

function typeOf(node: Node): string {
  const known = withoutNull(node);
  const types = [known.type ?? 'any'].flat();
  const nullable = types.includes('null') || node.anyOf?.some(({ type }) => type === 'null');
  return `${nameOf(known, types.find((type) => type !== 'null') ?? 'null')}${nullable ? ' or null' : ''}`;
}

function nameOf(node: Node, type: string): string {
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.format) return node.format;
  if (type === 'array') return `list of ${typeOf(node.items ?? {})}`;
  if (typeof node.additionalProperties === 'object') return `object of ${typeOf(node.additionalProperties)}`;
  return type;
}
