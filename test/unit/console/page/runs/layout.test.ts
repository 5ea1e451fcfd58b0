import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { END, type Placed, placed, START } from '../../../../../console/page/runs/layout.ts';
import { graphOf } from '../../../../../console/server/runs/graph.ts';

const graph = graphOf(readFileSync('statemachine/energy-analytics.asl.json', 'utf8'));
const { nodes, edges, width, height } = placed(graph);

const overlap = (a: Placed, b: Placed) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

it('places each state once, inside of its parent, after it, and over no other', () => {
  expect(nodes.map(({ id }) => id).sort()).toEqual([...graph.states.map(({ id }) => id), START, END].sort());
  for (const [at, node] of nodes.entries()) {
    const siblings = nodes.filter(({ id, parent }) => parent === node.parent && id !== node.id);
    expect(
      siblings.filter((other) => overlap(node, other)).map(({ id }) => id),
      node.id,
    ).toEqual([]);
    if (node.parent === null) continue;
    const above = nodes.findIndex(({ id }) => id === node.parent);
    expect(above, node.id).toBeLessThan(at);
    const { width, height } = nodes[above] ?? { width: 0, height: 0 };
    expect(node.x >= 0 && node.y >= 0 && node.x + node.width <= width && node.y + node.height <= height, node.id).toBe(
      true,
    );
  }
});

it('leads each way around the states between its ends', () => {
  const corners = new Map<string, { x: number; y: number }>();
  for (const { id, parent, x, y } of nodes) {
    const at = corners.get(parent ?? '') ?? { x: 0, y: 0 };
    corners.set(id, { x: at.x + x, y: at.y + y });
  }
  const leaves = nodes.filter(({ id }) => !nodes.some(({ parent }) => parent === id));
  for (const { from, to, points } of edges) {
    expect(points.length, `${from} ${to}`).toBeGreaterThan(1);
    const others = leaves.filter(({ id }) => id !== from && id !== to);
    const inside = others.filter(({ id, width, height }) => {
      const { x, y } = corners.get(id) ?? { x: 0, y: 0 };
      return points.some((point) => point.x > x && point.x < x + width && point.y > y && point.y < y + height);
    });
    expect(
      inside.map(({ id }) => id),
      `${from} ${to}`,
    ).toEqual([]);
  }
});

it('is not so wide that its words cannot be read beside a panel', () => {
  expect(width / height).toBeLessThan(1.7);
});

it('leads from the start to the first state, and from the last ones to the end', () => {
  expect(edges.filter(({ from }) => from === START).map(({ to }) => to)).toEqual(['ValidateReadings']);
  expect(edges.filter(({ to }) => to === END).map(({ from }) => from)).toContain('PublishResults');
});
