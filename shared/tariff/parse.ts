/** Reads a tariff file, and says where it is wrong. */
import { faultyLineOf, lineOf } from '../text/json-position.ts';
import { type Plan, tariffFileSchema } from './schema.ts';
import { TariffInvalid } from './tariff-invalid.ts';

const FAULTS_SHOWN = 5;

/**
 * @param file what the message calls the file
 * @throws TariffInvalid
 */
export function parseTariffs(text: string, file: string): Plan[] {
  const parsed = tariffFileSchema.safeParse(jsonOf(text, file));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const faults = issues.slice(0, FAULTS_SHOWN).map(({ path, message }) => {
    const keys = path.filter((key) => typeof key !== 'symbol');
    return `line ${lineOf(text, keys)}, ${fieldOf(keys)}: ${message}`;
  });
  const more = issues.length > faults.length ? ` (and ${issues.length - faults.length} more)` : '';
  throw new TariffInvalid(`${file} is not a list of tariffs. ${faults.join('; ')}${more}.`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TariffInvalid(`${file} is not JSON: look at line ${faultyLineOf(text)}, or the end of the one before.`);
  }
}

/** `[0].versions[1].rates[2].price`. */
function fieldOf(path: readonly (string | number)[]): string {
  const field = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return field.replace(/^\./, '') || 'the whole';
}
