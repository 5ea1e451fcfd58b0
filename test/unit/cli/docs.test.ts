import { expect, test } from 'vitest';
import { commandsDocument } from '../../../cli/docs.ts';

test(
  "docs/COMMANDS.md says what the commands' help says " + "('npx vitest run -u test/unit/cli/docs.test.ts' writes it)",
  async () => {
    await expect(commandsDocument()).toMatchFileSnapshot('../../../docs/COMMANDS.md');
  },
);
