import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { graphOf } from '../../../../../console/server/runs/graph.ts';

const definition = readFileSync('statemachine/energy-analytics.asl.json', 'utf8');

it('has every state of the shipped machine, where it is, and every way between them', () => {
  const { states, edges } = graphOf(definition);
  const named = [...definition.matchAll(/"(\w+)":\s*\{\s*"Type": "(?:Task|Choice|Succeed|Fail|Pass|Parallel)"/g)];
  expect(states.map(({ id }) => id).sort()).toEqual(named.map(([, name]) => name).sort());
  const parentOf = (name: string) => states.find(({ id }) => id === name)?.parent;
  expect([parentOf('Analyse'), parentOf('Describe'), parentOf('AggregateUsage')]).toEqual([
    null,
    'Analyse',
    'Describe',
  ]);
  expect(edges).toContainEqual({
    from: 'ForecastDemand',
    to: 'ForecastDegraded',
    kind: 'caught',
    label: 'on any error',
  });
  const throttled = { from: 'ForecastDemand', kind: 'caught', label: 'when throttled' };
  expect(edges).toContainEqual(expect.objectContaining(throttled));
  expect(edges).toContainEqual({ from: 'IsThereWork', to: 'Analyse', kind: 'choice', label: 'READY' });
  const names = new Set(states.map(({ id }) => id));
  expect(edges.filter(({ from, to }) => !names.has(from) || !names.has(to))).toEqual([]);
});

it('reads a map, and names of states that an object has by itself', () => {
  const { states } = graphOf(
    JSON.stringify({
      StartAt: 'toString',
      States: {
        toString: {
          Type: 'Map',
          End: true,
          ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
        },
      },
    }),
  );
  expect(states).toMatchObject([
    { id: 'toString', parent: null, first: true },
    { id: 'Each', parent: 'toString', first: true },
  ]);
});
