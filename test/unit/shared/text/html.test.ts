import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, html } from '../../../../shared/text/html.ts';

describe('html', () => {
  it('escapes every value, in lists too, and nothing twice', () => {
    const name = '<b title="x">';
    expect(html`<p class="${name}">${[name, html`<i>${name}</i>`]}${null}${0}</p>`.text).toBe(
      '<p class="&lt;b title=&quot;x&quot;&gt;">&lt;b title=&quot;x&quot;&gt;<i>&lt;b title=&quot;x&quot;&gt;</i>0</p>',
    );
  });

  it('lets no text open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"']/);
        expect(escapeText(text).isWellFormed()).toBe(true);
      }),
    );
  });
});
