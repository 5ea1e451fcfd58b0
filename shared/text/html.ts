import { UNSAFE_CLASS } from './unsafe.ts';

/** HTML that is already safe to stand in a page. Only `html` and `raw` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | null | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Everything that is not shown as it stands: markup, control characters, marks that turn text around, broken pairs. */
const UNSAFE = new RegExp(`(?![\\n\\t])[&<>"'${UNSAFE_CLASS}]`, 'gu');

/**
 * Escapes text for element content and quoted attributes. Control characters (except line ends and tabs) and the marks
 * that turn the direction of text are replaced: a name must not rearrange the line in which it stands.
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => ENTITIES[character] ?? '\uFFFD');
}

function render(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return part.map(render).join('');
}

/** A template whose every value is escaped unless it is Html itself; lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((text, string, index) => `${text}${render(parts[index - 1])}${string}`));
}

/** Text that this project wrote itself, such as its style sheet. Never anything from data. */
export function raw(text: string): Html {
  return new Html(text);
}
