/** Where in a JSON text something stands: the runtime's own messages give a line only at times. */
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

type Path = readonly (string | number)[];

/**
 * @param text valid JSON
 * @param path keys and positions from the outermost value inward
 * @returns the line, from 1, on which the value begins; that of the innermost container that is there when it is not
 */
export function lineOf(text: string, path: Path): number {
  const root = treeOf(text);
  if (!root) return 1;
  for (let depth = path.length; depth > 0; depth -= 1) {
    const found = findNodeAtLocation(root, path.slice(0, depth));
    if (found) return lineAt(text, found.offset);
  }
  return lineAt(text, root.offset);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** @returns the line, from 1, of the first token of a text that is not valid JSON which cannot stand where it stands */
export function faultyLineOf(text: string): number {
  const errors: ParseError[] = [];
  treeOf(text, errors);
  return lineAt(
    text,
    errors.reduce((first, { offset }) => Math.min(first, offset), text.length),
  );
}

/** @returns undefined of nothing, and of what is nested so deeply (thousands of levels) that the parser gives it up */
function treeOf(text: string, errors: ParseError[] = []): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
