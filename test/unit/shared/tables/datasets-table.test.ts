import { expect, it } from 'vitest';
import { z } from 'zod';
import { manifestSchema } from '../../../../shared/lake/manifest.ts';
import { DATASETS_COLUMNS } from '../../../../shared/tables/datasets-table.ts';

interface JsonSchema {
  type?: string | string[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

/** The Glue type that Athena needs to read a field of this JSON schema. */
function glueType(schema: JsonSchema): string {
  const known = schema.anyOf?.find(({ type }) => type !== 'null');
  if (known) return glueType(known);
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type;
  switch (type) {
    case 'string':
      return 'string';
    case 'integer':
      return 'bigint';
    case 'number':
      return 'double';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `array<${glueType(schema.items ?? {})}>`;
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => `${name}:${glueType(field)}`);
      return `struct<${fields.join(',')}>`;
    }
    default:
      throw new Error(`no Glue type for ${JSON.stringify(schema)}`);
  }
}

it('declares the table datasets with the fields of a manifest', () => {
  const schema = z.toJSONSchema(manifestSchema) as JsonSchema;
  const expected = Object.entries(schema.properties ?? {}).map(([name, field]) => ({ name, type: glueType(field) }));
  expect(DATASETS_COLUMNS.map(({ name, type }) => ({ name, type }))).toEqual(expected);
});
