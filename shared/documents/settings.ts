import { z } from 'zod';
import { settingsSchema } from '../settings/settings.ts';

const propertySchema = z.object({
  description: z.string(),
  default: z.unknown().optional(),
  type: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
});

/** docs/SETTINGS.md, made from the declaration. */
export function settingsDocument(): string {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description, default: value } = propertySchema.parse(property);
    const shown = value === undefined ? 'none' : `\`${String(value)}\``;
    return `| \`${name}\` | ${description.replaceAll('|', '\\|')} | ${shown} |`;
  });
  return [
    '# Settings',
    '',
    'Environment variables of the functions. Locally, set them for the command that starts the stack; on AWS they come',
    "from the stage's configuration. A value that is not valid stops the function with the variable's name.",
    '',
    '| variable | meaning | default |',
    '|---|---|---|',
    ...rows,
    '',
    '## With an upload',
    '',
    'Metadata of the object (`x-amz-meta-…`; `energy run --time-zone`, `--site-id`, ' +
      '`--layout`) goes before the settings:',
    '',
    '| metadata | meaning |',
    '|---|---|',
    '| `time-zone` | zone of timestamps that carry no offset |',
    '| `site-id` | site of readings that name none |',
    '| `layout` | what else the file does not say: units, roles, date order (JSON, see FORMATS.md) |',
    '',
  ].join('\n');
}
