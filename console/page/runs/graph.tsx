/** The state machine as a graph in the colours of what each state is doing. */
import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo } from 'react';
import { duration } from '../../../cli/output/format.ts';
import type { Graph, RunState } from '../../api/runs.ts';
import { useNow } from '../asked.ts';
import { Icon } from '../parts/icon.tsx';
import { lookOf } from '../parts/status.tsx';
import { END, type Placed, type PlacedEdge, type Placement, type Point, placed, START } from './layout.ts';
import { isOpen } from './words.ts';

interface StateData extends Record<string, unknown> {
  readonly name: string;
  readonly state: RunState | undefined;
  readonly isGroup: boolean;
  readonly isChosen: boolean;
  readonly now: number;
  readonly choose: (name: string) => void;
}
type StateNode = Node<StateData, 'state'>;
type WayEdge = Edge<Pick<PlacedEdge, 'points' | 'labelAt'>, 'way'>;
type TerminalNode = Node<{ readonly name: string }, 'terminal'>;

const NARROW_ZOOM = 0.75;
const NODE_TYPES = { state: StateBox, terminal: Terminal };
const EDGE_TYPES = { way: Way };

export default function RunGraph(props: {
  readonly graph: Graph;
  readonly states: readonly RunState[];
  readonly status: string;
  readonly chosen: string;
  readonly choose: (name: string) => void;
}) {
  const { graph, states, status, chosen, choose } = props;
  const placement = useMemo(() => placed(graph), [graph]);
  const now = useNow(isOpen(status));
  const byName = new Map(states.map((state) => [state.name, state]));
  const parents = new Set(graph.states.map(({ parent }) => parent));

  const nodes = placement.nodes.map(({ id, x, y, width, height, parent }): StateNode | TerminalNode => {
    const frame = { id, position: { x, y }, width, height, ...(parent === null ? {} : { parentId: parent }) };
    if (id === START || id === END)
      return { ...frame, type: 'terminal', data: { name: id === START ? 'Start' : 'End' } };
    const data = { name: id, state: byName.get(id), isGroup: parents.has(id), isChosen: id === chosen, now, choose };
    return { ...frame, type: 'state', data };
  });

  const inView = lookedAt(placement, byName, isOpen(status));
  return (
    <section className="graph" aria-label="State machine" style={{ aspectRatio: aspectOf(inView) }}>
      <ReactFlow
        nodes={nodes}
        edges={edgesOf(placement, byName)}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView
        fitViewOptions={
          isNarrow()
            ? { nodes: [{ id: chosen }], maxZoom: NARROW_ZOOM }
            : { nodes: inView.map(({ id }) => ({ id })), padding: 0.04, maxZoom: 1 }
        }
        minZoom={0.2}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} />
        <Controls showInteractive={false} position="top-right" />
      </ReactFlow>
    </section>
  );
}

/** Of a run that has ended, the states that it came to are large enough to be read; the others are around them. */
function lookedAt({ nodes }: Placement, states: ReadonlyMap<string, RunState>, isRunning: boolean): readonly Placed[] {
  if (isRunning) return nodes.filter(({ parent }) => parent === null);
  return nodes.filter(({ id, parent }) => parent === null && (id === START || id === END || states.has(id)));
}

function aspectOf(nodes: readonly Placed[]): number {
  const ends = (least: (node: Placed) => number, most: (node: Placed) => number) =>
    Math.max(...nodes.map(most)) - Math.min(...nodes.map(least));
  const width = ends(
    ({ x }) => x,
    ({ x, width }) => x + width,
  );
  return (
    width /
    ends(
      ({ y }) => y,
      ({ y, height }) => y + height,
    )
  );
}

/** A telephone shows the graph around the state that is looked at, large enough to be read. */
function isNarrow(): boolean {
  return window.matchMedia('(max-width: 760px)').matches;
}

function edgesOf({ edges }: Placement, states: ReadonlyMap<string, RunState>): WayEdge[] {
  return edges.map(({ from, to, kind, label, points, labelAt }, at) => {
    const taken = (from === START || isPast(states.get(from))) && (to === END || states.has(to));
    return {
      id: `${at} ${from} ${to}`,
      source: from,
      target: to,
      label,
      type: 'way',
      data: { points, labelAt },
      className: `way way-${kind} ${taken ? 'taken' : ''}`,
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--line-strong)' },
      // Above the frames of the states that they are inside of.
      zIndex: 1,
    };
  });
}

function Way({ label, markerEnd, data }: EdgeProps<WayEdge>) {
  if (!data) return null;
  const end = markerEnd === undefined ? {} : { markerEnd };
  return <BaseEdge path={curve(data.points)} label={label} labelX={data.labelAt.x} labelY={data.labelAt.y} {...end} />;
}

/** Rounded where it turns. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return '';
  const turns = rest.map((turn, at) => {
    const next = rest[at + 1];
    const to = next ? { x: (turn.x + next.x) / 2, y: (turn.y + next.y) / 2 } : last;
    return `Q${turn.x},${turn.y} ${to.x},${to.y}`;
  });
  const way = turns.length > 0 ? turns.join('') : `L${last.x},${last.y}`;
  return `M${first.x},${first.y}${way}`;
}

function StateBox({ data }: NodeProps<StateNode>) {
  const { name, state, isGroup, isChosen, now, choose } = data;
  const { word, tone, icon } = lookOf(state?.status);
  const look = `state tone-${tone} ${isGroup ? 'group' : ''} ${isChosen ? 'chosen' : ''} ${state ? '' : 'unreached'}`;
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div className={look}>
        <button type="button" className="nopan" aria-pressed={isChosen} onClick={() => choose(name)}>
          <Icon name={icon} />
          <span className="state-name">{name}</span>
          <span className={isGroup ? 'unseen' : 'state-word'}>{state ? detailOf(state, now) : word}</span>
        </button>
      </div>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
}

function detailOf({ status, entered, ended, attempts }: RunState, now: number): string {
  const took = duration((ended === null ? now : Date.parse(ended)) - Date.parse(entered));
  const retries = attempts.length > 1 ? `, ${attempts.length} attempts` : '';
  const short: Readonly<Record<string, string>> = { RETRYING: 'Trying again', CAUGHT: 'Went on without it' };
  return `${short[status] ?? lookOf(status).word}, ${took}${retries}`;
}

function Terminal({ data }: NodeProps<TerminalNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div className="terminal">{data.name}</div>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
}

function isPast(state: RunState | undefined): boolean {
  return state !== undefined && state.ended !== null;
}
