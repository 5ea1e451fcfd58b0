import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../../shared/text/markdown.ts';

describe('escapeMarkdown', () => {
  it('lets no name end a cell, start a link or open a tag', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('|', '\n', '\r', '`', '[', ']', '<', '>', '*', '\\', 'a', '&') }),
        (text) => {
          const escaped = escapeMarkdown(text);
          expect(escaped).not.toMatch(/[\n\r<>]/);
          expect(escaped.replace(/\\[\\`*_{}[\]|~]/g, '')).not.toMatch(/[\\`*_[\]|]/);
        },
      ),
    );
  });
});
