import { expect, it } from 'vitest';
import { createTickets } from '../../../../console/server/tickets.ts';

const MINUTE = 60_000;

it('opens a document for ten minutes, by its address alone', () => {
  let now = 0;
  const tickets = createTickets(() => now);
  const document = async () => {};
  const path = tickets.issue(document);
  expect(tickets.find(path)).toBe(document);
  expect(tickets.find(`${path}x`)).toBeUndefined();
  now = 9 * MINUTE;
  expect(tickets.find(path)).toBe(document);
  now = 10 * MINUTE;
  expect(tickets.find(path)).toBeUndefined();
});

it('keeps the newest two hundred', () => {
  const tickets = createTickets(() => 0);
  const [oldest = '', ...others] = Array.from({ length: 201 }, () => tickets.issue(async () => {}));
  expect(tickets.find(oldest)).toBeUndefined();
  expect(others.every((path) => tickets.find(path) !== undefined)).toBe(true);
});
