/** The state machine as a graph in the colours of what each state is doing. */
import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  getSmoothStepPath,
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
import { END, type Placement, placed, START } from './layout.ts';
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
type WayEdge = Edge<{ readonly shift: number }, 'way'>;
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

  return (
    <section className="graph" aria-label="State machine" style={{ aspectRatio: placement.width / placement.height }}>
      <ReactFlow
        nodes={nodes}
        edges={edgesOf(placement, byName)}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView
        fitViewOptions={isNarrow() ? { nodes: [{ id: chosen }], maxZoom: NARROW_ZOOM } : { padding: 0.04 }}
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

/** A telephone shows the graph around the state that is looked at, large enough to be read. */
function isNarrow(): boolean {
  return window.matchMedia('(max-width: 760px)').matches;
}

const LABEL_HEIGHT = 18;

function edgesOf({ edges }: Placement, states: ReadonlyMap<string, RunState>): WayEdge[] {
  const labelled = new Map<string, number>();
  return edges.map(({ from, to, kind, label }, at) => {
    const taken = (from === START || isPast(states.get(from))) && (to === END || states.has(to));
    const shown = isNameOf(label, to) ? '' : label;
    // Ways that leave one state have their middles close together: their labels stand below each other.
    const place = labelled.get(from) ?? 0;
    if (shown !== '') labelled.set(from, place + 1);
    return {
      id: `${at} ${from} ${to}`,
      source: from,
      target: to,
      label: shown,
      type: 'way',
      data: { shift: place * LABEL_HEIGHT },
      className: `way way-${kind} ${taken ? 'taken' : ''}`,
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--line-strong)' },
      // Above the frames of the states that they are inside of.
      zIndex: 1,
    };
  });
}

function Way({ label, markerEnd, data, ...ends }: EdgeProps<WayEdge>) {
  const [path, x, y] = getSmoothStepPath(ends);
  const end = markerEnd === undefined ? {} : { markerEnd };
  return <BaseEdge path={path} label={label} labelX={x} labelY={y + (data?.shift ?? 0)} {...end} />;
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

/** `ALREADY_PROCESSED` on the way to AlreadyProcessed says nothing more. */
function isNameOf(label: string, state: string): boolean {
  return label.replaceAll('_', '').toLowerCase() === state.toLowerCase();
}

function isPast(state: RunState | undefined): boolean {
  return state !== undefined && state.ended !== null;
}
