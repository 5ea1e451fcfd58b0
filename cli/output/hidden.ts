import { text } from 'node:stream/consumers';
import { CliError, EXIT } from '../errors.ts';

const BACKSPACE = new Set(['\b', '\u007f']);

/**
 * Reads what must not be seen: a line that is typed without being shown, or all of stdin where that is no terminal.
 * @throws CliError when the person ends the typing with Ctrl-C
 */
export async function readHidden(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return text(stdin);
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  try {
    let typed = '';
    for await (const chunk of stdin) {
      for (const character of String(chunk)) {
        if (character === '\r' || character === '\n') return typed;
        if (character === '\u0003') throw new CliError('Nothing was kept.', { exitCode: EXIT.interrupted });
        typed = BACKSPACE.has(character) ? typed.slice(0, -1) : typed + character;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
