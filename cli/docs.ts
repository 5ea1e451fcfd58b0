import type { Command } from 'commander';
import { createProgram } from './program.ts';

const HELP_WIDTH = 100;

const INTRODUCTION = `# The energy command

This page is made from the commands' own help.

Call it as \`npm run -s energy -- COMMAND …\` in the project's folder; below it is written \`energy COMMAND …\`.
Files are looked for where you stand. \`npm start\` is \`energy start\`.

Results go to stdout; progress, hints and errors to stderr. Runs and datasets may be named by the beginning of their
names. Colours appear only on a terminal and without \`NO_COLOR\`; \`DEBUG=energy\` adds the stack trace to an error.

| Exit code | Meaning |
|---|---|
| 0 | done; for runs: all succeeded, PARTIAL included; for \`serve\` and \`start\`: ended by Ctrl-C while serving |
| 1 | failed: a run, a query, a function, or something that the command needs |
| 2 | the call itself was wrong: unknown command or option, a file that cannot be read |
| 130 | ended by Ctrl-C in the middle of something |
`;

/** docs/COMMANDS.md. */
export function commandsDocument(): string {
  const program = createProgram();
  const commands = program.commands.map((command) => `## energy ${command.name()}\n\n${helpOf(command)}`);
  return [INTRODUCTION, `## energy\n\n${helpOf(program)}`, ...commands].join('\n');
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => HELP_WIDTH,
    getOutHasColors: () => false,
  });
  // Global options are listed once, for the program.
  command.configureHelp({ showGlobalOptions: false });
  command.outputHelp();
  return `\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`;
}
