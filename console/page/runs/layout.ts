/** Where each state and each way of the graph stands: every level by dagre, the innermost first. Pixels. */
import { Graph as Dagre, layout as dagreLayout } from '@dagrejs/dagre';
import type { Graph } from '../../api/runs.ts';

export const START = ':start';
export const END = ':end';

const SIZE = { width: 176, height: 50 };
const TERMINAL_SIZE = { width: 64, height: 28 };
/** Around what is inside a state; its name stands above. */
const PADDING = 12;
const TITLE = 32;

export interface Placed {
  readonly id: string;
  /** From the corner of the parent, or of the graph. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly parent: string | null;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

type Edge = Graph['edges'][number];

export interface PlacedEdge extends Edge {
  /** From the border of one state to that of the other, around those between them. */
  readonly points: readonly Point[];
  /** The middle of the label. */
  readonly labelAt: Point;
}

export interface Placement {
  /** Parents stand before what is inside of them. */
  readonly nodes: readonly Placed[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** What a character of a label takes, about. */
const LABEL = { character: 7, height: 20 };

interface Level {
  readonly nodes: readonly Placed[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export function placed({ states, edges }: Graph): Placement {
  const all = [...edges, ...terminalEdges({ states, edges })].map((edge) =>
    isNameOf(edge.label, edge.to) ? { ...edge, label: '' } : edge,
  );
  return level(null);

  function level(parent: string | null): Level {
    const graph = new Dagre({ multigraph: true });
    graph.setGraph({ rankdir: 'TB', nodesep: 14, ranksep: 36, marginx: 0, marginy: 0 });
    const inside = new Map<string, Level>();
    const sizes = new Map<string, { width: number; height: number }>();
    for (const { id } of states.filter((state) => state.parent === parent)) {
      const within = level(id);
      inside.set(id, within);
      sizes.set(id, within.nodes.length === 0 ? SIZE : framed(within));
    }
    if (parent === null) for (const id of [START, END]) sizes.set(id, TERMINAL_SIZE);
    const own = all.filter(({ from, to }) => sizes.has(from) && sizes.has(to));
    const ranks = ranksBetween(own);
    for (const [id, size] of sizes) graph.setNode(id, { ...size });
    for (const [at, { from, to, label }] of own.entries()) {
      const room = label === '' ? {} : { width: label.length * LABEL.character, height: LABEL.height, labelpos: 'c' };
      graph.setEdge(from, to, { ...room, minlen: ranks(from, to) }, String(at));
    }
    dagreLayout(graph);
    const offset = parent === null ? { x: 0, y: 0 } : { x: PADDING, y: TITLE };
    const nodes = [...sizes].flatMap(([id, { width, height }]) => {
      const { x = 0, y = 0 } = graph.node(id);
      const corner = { x: x - width / 2 + offset.x, y: y - height / 2 + offset.y };
      return [{ id, width, height, parent, ...corner }, ...(inside.get(id)?.nodes ?? [])];
    });
    const placedEdges = own.map((edge, at): PlacedEdge => {
      const { points, x = 0, y = 0 } = graph.edge(edge.from, edge.to, String(at));
      return movedBy(offset, { ...edge, points: points ?? [], labelAt: { x, y } });
    });
    const within = [...inside].flatMap(([id, { edges: inner }]) => {
      const corner = nodes.find((node) => node.id === id);
      return corner ? inner.map((edge) => movedBy(corner, edge)) : [];
    });
    const { width = 0, height = 0 } = graph.graph();
    return { nodes, edges: [...placedEdges, ...within], width, height };
  }
}

function movedBy({ x, y }: Point, edge: PlacedEdge): PlacedEdge {
  const move = (point: Point) => ({ x: point.x + x, y: point.y + y });
  return { ...edge, points: edge.points.map(move), labelAt: move(edge.labelAt) };
}

/** Fewer stand beside each other without making the graph too wide to be read. */
const MOST_BESIDE = 2;

/**
 * How many ranks lie between two states. Ends that one state leads to, and nothing else, would all stand beside each
 * other: they are spread over the ranks of the longest way from that state to the end.
 */
function ranksBetween(edges: readonly Edge[]): (from: string, to: string) => number {
  const into = Map.groupBy(edges, ({ to }) => to);
  const outOf = Map.groupBy(edges, ({ from }) => from);
  const length = (id: string): number =>
    (outOf.get(id) ?? []).reduce((most, { to }) => Math.max(most, 1 + length(to)), 0);
  const isEnd = (id: string) =>
    into.get(id)?.length === 1 && (outOf.get(id) ?? []).every(({ to }) => to === END) && outOf.has(id);
  const rankOf = new Map<string, { readonly above: number; readonly below: number }>();
  for (const [from, ways] of outOf) {
    const ends = ways.map(({ to }) => to).filter(isEnd);
    const rows = length(from) - 1;
    if (ends.length <= MOST_BESIDE || rows < 2) continue;
    for (const [at, end] of ends.entries()) {
      const above = 1 + Math.floor((at * rows) / ends.length);
      rankOf.set(end, { above, below: rows + 1 - above });
    }
  }
  return (from, to) => rankOf.get(to)?.above ?? rankOf.get(from)?.below ?? 1;
}

/** `ALREADY_PROCESSED` on the way to AlreadyProcessed says nothing more. */
function isNameOf(label: string, state: string): boolean {
  return label.replaceAll('_', '').toLowerCase() === state.toLowerCase();
}

function framed({ width, height }: { width: number; height: number }) {
  return { width: width + 2 * PADDING, height: height + TITLE + PADDING };
}

/** From the start to the first state, and from those that nothing follows to the end. */
function terminalEdges({ states, edges }: Graph): Graph['edges'] {
  const outermost = states.filter(({ parent }) => parent === null);
  const leading = new Set(edges.map(({ from }) => from));
  return [
    ...outermost.filter(({ first }) => first).map(({ id }) => ({ from: START, to: id })),
    ...outermost.filter(({ id }) => !leading.has(id)).map(({ id }) => ({ from: id, to: END })),
  ].map((edge) => ({ ...edge, kind: 'next', label: '' }));
}
