/** Where in a JSON text something stands: the runtime's own messages give a line only at times. */

type Path = readonly (string | number)[];

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * @param text valid JSON
 * @param path keys and positions from the outermost value inward
 * @returns the line, from 1, on which the value begins; that of the innermost container that is there when it is not
 */
export function lineOf(text: string, path: Path): number {
  let best = 0;
  let matched = -1;
  /** For each open container: the position of its current member, or its key. */
  const at: (string | number)[] = [];
  let key: string | undefined;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const inside = at.length - 1;
    const isKey = key === undefined && typeof at[inside] === 'string' && token.startsWith('"');
    if (isKey) {
      key = JSON.parse(token);
      at[inside] = key ?? '';
    } else if (token === ',') {
      const current = at[inside];
      if (typeof current === 'number') at[inside] = current + 1;
      key = undefined;
    } else if (token === '}' || token === ']') {
      at.pop();
      key = typeof at.at(-1) === 'string' ? '' : undefined;
    } else if (token !== ':') {
      if (at.length > matched && at.every((each, depth) => each === path[depth])) {
        matched = at.length;
        best = index;
      }
      if (token === '{') {
        at.push('');
        key = undefined;
      } else if (token === '[') {
        at.push(0);
        key = undefined;
      }
    }
  }
  return lineAt(text, best);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** @returns the line, from 1, of the first token of a text that is not valid JSON which cannot stand where it stands */
export function faultyLineOf(text: string): number {
  const open: string[] = [];
  /** What may come next: a value, a key, the colon after one, or what follows a value. */
  let next: 'value' | 'key' | ':' | ',' = 'value';
  let mayClose = false;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']';
    const inObject = open.at(-1) === '{';
    if (closes) {
      if ((inObject ? '}' : ']') !== token || open.length === 0 || (next !== ',' && !mayClose))
        return lineAt(text, index);
      open.pop();
      next = ',';
    } else if (token === '{' || token === '[') {
      if (next !== 'value') return lineAt(text, index);
      open.push(token);
      next = token === '{' ? 'key' : 'value';
    } else if (next === ':' || next === ',') {
      if (token !== next || open.length === 0) return lineAt(text, index);
      next = token === ',' && inObject ? 'key' : 'value';
    } else {
      if (!isScalar(token) || (next === 'key' && !token.startsWith('"'))) return lineAt(text, index);
      next = next === 'key' ? ':' : ',';
    }
    mayClose = token === '{' || token === '[';
  }
  return lineAt(text, text.length);
}

function isScalar(token: string): boolean {
  try {
    JSON.parse(token);
    return true;
  } catch {
    return false;
  }
}
