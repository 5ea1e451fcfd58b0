/** Where each state of the graph stands: every level by dagre, the innermost first. Pixels. */
import { Graph as Dagre, layout as dagreLayout } from '@dagrejs/dagre';
import type { Graph } from '../../api/runs.ts';

export const START = ':start';
export const END = ':end';

const SIZE = { width: 172, height: 48 };
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

export interface Placement {
  /** Parents stand before what is inside of them. */
  readonly nodes: readonly Placed[];
  readonly edges: Graph['edges'];
  readonly width: number;
  readonly height: number;
}

export function placed({ states, edges }: Graph): Placement {
  const terminal = terminalEdges({ states, edges });
  const all = [...edges, ...terminal];
  return { ...level(null), edges: all };

  function level(parent: string | null): { nodes: Placed[]; width: number; height: number } {
    const graph = new Dagre().setGraph({ rankdir: 'TB', nodesep: 14, ranksep: 36, marginx: 0, marginy: 0 });
    graph.setDefaultEdgeLabel(() => ({}));
    const inside = new Map<string, Placed[]>();
    const sizes = new Map<string, { width: number; height: number }>();
    for (const { id } of states.filter((state) => state.parent === parent)) {
      const within = level(id);
      inside.set(id, within.nodes);
      sizes.set(id, within.nodes.length === 0 ? SIZE : framed(within));
    }
    if (parent === null) for (const id of [START, END]) sizes.set(id, TERMINAL_SIZE);
    for (const [id, size] of sizes) graph.setNode(id, { ...size });
    for (const { from, to } of all) if (sizes.has(from) && sizes.has(to)) graph.setEdge(from, to);
    dagreLayout(graph);
    const nodes = [...sizes].flatMap(([id, { width, height }]) => {
      const { x = 0, y = 0 } = graph.node(id);
      const offset = parent === null ? { x: 0, y: 0 } : { x: PADDING, y: TITLE };
      const own = { id, width, height, parent, x: x - width / 2 + offset.x, y: y - height / 2 + offset.y };
      return [own, ...(inside.get(id) ?? [])];
    });
    const { width = 0, height = 0 } = graph.graph();
    return { nodes, width, height };
  }
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
