import { expect, it } from 'vitest';
import { table } from '../../../../../shared/page/parts/table.ts';

it('can be scrolled with the keyboard, and shows names as text', () => {
  const columns = [
    { title: 'Name', cell: (name: string) => name, kind: 'name' } as const,
    { title: 'kWh', cell: () => 1 },
  ];
  const made = table(columns, ['<b>']).text;
  expect(made).toMatch(/^<div class="scroll" tabindex="0"><table>/);
  expect(made).toContain('<th scope="row"><bdi>&lt;b&gt;</bdi></th><td>1</td>');
});
