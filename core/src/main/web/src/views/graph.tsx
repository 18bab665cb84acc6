// SPDX-License-Identifier: Apache-2.0
// What led to a file or a process, or what came of it: nodes can be followed further, hidden, and opened.
import type { Graph } from "../../generated/api";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { change, here } from "../address";
import { Answered, Failed, useAnswer } from "../answer";
import { Fault, ask, newId, url } from "../api";
import { chosenHost } from "../hosts";
import { useKeys } from "../keys";
import { place, type Arrow, type Box } from "../layout";
import { FileLink, Panel, ProcessLink, Tabs, Time } from "../parts";
import { Note, Text, figure, pieces, shown, size } from "../text";
import { format } from "../address";
import type { ViewProps } from "../views";

type Node = Graph["nodes"][number];
type Edge = Graph["edges"][number];

const DEPTH = 4;
const NODES = 120;
const LABEL = 34;
const LEAST_SCALE = 0.7;

export function GraphView({ values }: ViewProps) {
  const path = values.get("path") ?? undefined;
  const process = values.get("process") ?? undefined;
  if (!path && !process) return <Choose />;
  return <OneGraph key={`${path} ${process} ${values.get("direction")}`} path={path} process={process} values={values} />;
}

function Choose() {
  return (
    <Panel title="The graph of what?">
      <form class="pad tools" onSubmit={(event) => {
        event.preventDefault();
        const of = (new FormData(event.currentTarget).get("of") as string).trim();
        change(/^\d/.test(of) ? { process: of, direction: "back" } : { path: of, direction: "back" });
      }}>
        <input name="of" class="path grow" placeholder="/etc/passwd, or the number of a process" aria-label="Path or process" autofocus />
        <button>Trace</button>
      </form>
    </Panel>
  );
}

interface OneGraphProps {
  path: string | undefined;
  process: string | undefined;
  values: URLSearchParams;
}

function OneGraph({ path, process, values }: OneGraphProps) {
  const direction = values.get("direction") === "forward" ? "forward" : "back";
  const depth = Math.min(30, Math.max(1, Number(values.get("depth")) || DEPTH));
  const at = values.get("at") ?? undefined;
  const graph = useAnswer("/api/hosts/{host}/graph", { direction, path, process, at, depth, nodes: NODES, width: 300 });
  return (
    <>
      <div class="title">
        <span class="kind">{direction === "back" ? "what led to" : "what came of"}</span>
        <h1 class="path">{path !== undefined ? <Text value={path} most={200} /> : <>process {process}</>}</h1>
      </div>
      <Panel title={<Tabs choices={[["back", "What led to it"], ["forward", "What came of it"]] as const} chosen={direction} choose={(value) => change({ direction: value })} />} tools={
        <>
          <label class="quiet">steps <input type="number" min={1} max={30} value={depth} onChange={(event) => change({ depth: event.currentTarget.value })} /></label>
          {direction === "back" && <label class="quiet"><input type="checkbox" checked={values.get("reads") === "all"} onChange={(event) => change({ reads: event.currentTarget.checked ? "all" : null })} /> files that nobody wrote</label>}
          {at && <button type="button" onClick={() => change({ at: null })}>as of <Time value={at} digits={3} /> ✕</button>}
        </>
      }>
        {graph.problem?.type === "not-found" && path && <Note>A name may be gone by then: the page of <FileLink path={path} /> says when it was there, and leads back here.</Note>}
        <Answered of={graph}>{(answer) => <Explorer graph={answer} depth={depth} all={values.get("reads") === "all"} />}</Answered>
      </Panel>
    </>
  );
}

/** What is seen grows by steps from single nodes, and shrinks by what is hidden. */
function Explorer({ graph, depth, all }: { graph: Graph; depth: number; all: boolean }) {
  const [grown, grow] = useState<Graph[]>([]);
  const [hidden, hide] = useState<ReadonlySet<string>>(new Set());
  const [chosen, choose] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    grow([]);
    hide(new Set());
  }, [graph]);
  const whole = useMemo(() => union([graph, ...grown]), [graph, grown]);
  const idle = useMemo(() => (all || graph.direction === "forward" ? new Set<string>() : unwritten(whole, [[graph, depth], ...grown.map((each) => [each, 1] as const)])), [whole, all]);
  const seen = useMemo(() => visible(whole, graph, new Set([...hidden, ...idle])), [whole, hidden, idle]);
  const expand = async (node: Node) => {
    const question = url("/api/hosts/{host}/graph", { host: chosenHost(), direction: graph.direction, node: node.id, depth: 1, nodes: NODES, width: 300 });
    try {
      const more = await ask<Graph>({ id: newId(), url: question, signal: new AbortController().signal });
      grow((before) => [...before, more]);
    } catch (failure) {
      if (failure instanceof Fault) setFault(failure);
    }
  };
  const node = whole.nodes.get(chosen ?? "");
  useKeys([
    { press: "x", does: "hide the chosen node and what only it leads to", act: () => chosen && hide(new Set([...hidden, chosen])) },
    { press: "e", does: "follow the chosen node a step further", act: () => node && void expand(node) },
    { press: "u", does: "show all that was hidden", act: () => hide(new Set()) },
  ]);
  return (
    <>
      {fault && <Failed problem={fault.problem} />}
      <Note>
        {figure(seen.nodes.length)} nodes; a click chooses one, its name opens it, + follows it a step further.
        {idle.size > 0 && <> {figure(idle.size)} files that nobody wrote are hidden.</>}
        {graph.pruned > 0 && <> {figure(graph.pruned)} that many read are left out.</>}
        {graph.cut && <span class="held"> Cut: {shown(graph.cut.replaceAll(/: --[a-z-]+/g, ""), 200)}.</span>}
        {hidden.size > 0 && <button type="button" class="more" onClick={() => hide(new Set())}>show what was hidden</button>}
      </Note>
      {node && <Chosen node={node} edges={seen.edges} expand={() => void expand(node)} hide={() => hide(new Set([...hidden, node.id]))} />}
      <Drawing graph={graph} nodes={seen.nodes} edges={seen.edges} chosen={chosen} choose={choose} expand={(each) => void expand(each)} />
    </>
  );
}

interface Whole {
  readonly nodes: Map<string, Node>;
  readonly edges: Map<string, Edge>;
}

function union(graphs: Graph[]): Whole {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  for (const graph of graphs) {
    for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const edge of graph.edges) edges.set(`${edge.from} ${edge.to} ${edge.how}`, edge);
  }
  return { nodes, edges };
}

/** Files that nobody wrote: known of those whose causes were asked for, which are nearer than the last step. */
function unwritten(whole: Whole, graphs: (readonly [Graph, number])[]): Set<string> {
  const followed = new Set<string>();
  for (const [graph, depth] of graphs) {
    let front = new Set(graph.roots);
    for (let step = 0; step < depth; step++) {
      for (const id of front) followed.add(id);
      front = new Set(graph.edges.filter((edge) => front.has(edge.to) && !followed.has(edge.from)).map((edge) => edge.from));
    }
  }
  const roots = new Set(graphs.flatMap(([graph]) => graph.roots));
  for (const edge of whole.edges.values()) followed.delete(edge.to);
  return new Set([...followed].filter((id) => !roots.has(id) && whole.nodes.get(id)?.kind === "file"));
}

/** What can be reached from the roots without what is hidden. */
function visible(whole: Whole, graph: Graph, hidden: ReadonlySet<string>) {
  const edges = [...whole.edges.values()];
  const kept = (id: string) => whole.nodes.has(id) && !hidden.has(id);
  const reached = new Set(graph.roots.filter(kept));
  const back = graph.direction === "back";
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const edge of edges) {
      const [near, far] = back ? [edge.to, edge.from] : [edge.from, edge.to];
      if (reached.has(near) && kept(far)) reached.add(far);
    }
  }
  return {
    nodes: [...reached].map((id) => whole.nodes.get(id)!),
    edges: edges.filter((edge) => reached.has(edge.from) && reached.has(edge.to)),
  };
}

function Chosen({ node, edges, expand, hide }: { node: Node; edges: Edge[]; expand: () => void; hide: () => void }) {
  const of = edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  return (
    <div class="pad" data-chosen>
      <div class="tools">
        <span class="kind quiet">{node.kind}</span>
        {node.kind === "process" ? <ProcessLink process={node.process}>{node.pid} <span class="command"><Text value={node.label} /></span></ProcessLink> : <FileLink path={node.label} />}
        {node.uid !== null && <span class="quiet">uid {node.uid}</span>}
        <button type="button" onClick={expand}>Follow</button>
        <button type="button" onClick={hide}>Hide</button>
      </div>
      <div class="quiet">
        {of.slice(0, 8).map((edge) => <div><Time value={edge.first} /> {label(edge)} {edge.from === node.id ? "→" : "←"}</div>)}
        {of.length > 8 && <div>and {figure(of.length - 8)} more</div>}
      </div>
    </div>
  );
}

function label(edge: Edge): string {
  return `${edge.how}${edge.bytes > 0 ? ` ${size(edge.bytes)}` : ""}${edge.calls > 1 ? ` ×${edge.calls}` : ""}`;
}

interface DrawingProps {
  graph: Graph;
  nodes: Node[];
  edges: Edge[];
  chosen: string | null;
  choose: (id: string) => void;
  expand: (node: Node) => void;
}

interface NodeBox extends Box {
  readonly node: Node;
  readonly text: string;
}

interface EdgeArrow extends Arrow {
  readonly edge: Edge;
}

function Drawing({ graph, nodes, edges, chosen, choose, expand }: DrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useMemo(() => {
    const boxes: NodeBox[] = nodes.map((node) => {
      const text = shown(node.label, LABEL);
      return { id: node.id, node, text, width: Math.max(90, Math.min(text.length, 60) * 7.3 + 22), height: 38 };
    });
    const arrows: EdgeArrow[] = edges.map((edge) => ({ from: edge.from, to: edge.to, label: label(edge), edge }));
    return place(boxes, arrows);
  }, [nodes, edges]);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => setRoom(box.current!.clientWidth), []);
  // Smaller where that shows all of it, but never so small that it cannot be read.
  const scale = room ? Math.min(1, Math.max(LEAST_SCALE, room / drawn.width)) : 1;
  // The root is what one asked about: it is seen at first.
  useEffect(() => {
    const root = drawn.boxes.find(({ box: each }) => graph.roots.includes(each.id));
    const element = box.current;
    if (!root || !element) return;
    const [x, y] = [root.x * scale, root.y * scale];
    element.scrollTo(graph.direction === "back" ? x : 0, Math.max(0, y - element.clientHeight / 2));
  }, [drawn, scale]);
  return (
    <div class="graph" ref={box} data-graph>
      <svg width={drawn.width * scale} height={drawn.height * scale} viewBox={`0 0 ${drawn.width} ${drawn.height}`} role="img" aria-label="graph of causes">
        <defs>
          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="var(--faint)" /></marker>
        </defs>
        {drawn.arrows.map(({ arrow, path, x, y }) => (
          <g class={`edge ${arrow.edge.how}`}>
            <path d={path} marker-end="url(#tip)" stroke-dasharray={arrow.edge.how === "map" ? "4 3" : undefined} />
            <text x={x} y={y + 3}><title>{arrow.edge.first}</title>{arrow.label}</text>
          </g>
        ))}
        {drawn.boxes.map(({ box: each, x, y }) => (
          <Drawn key={each.id} box={each} x={x} y={y} back={graph.direction === "back"} root={graph.roots.includes(each.id)} chosen={chosen === each.id}
            choose={() => choose(each.id)} expand={() => expand(each.node)} />
        ))}
      </svg>
    </div>
  );
}

interface DrawnProps {
  box: NodeBox;
  x: number;
  y: number;
  back: boolean;
  root: boolean;
  chosen: boolean;
  choose: () => void;
  expand: () => void;
}

function Drawn({ box, x, y, back, root, chosen, choose, expand }: DrawnProps) {
  const { node } = box;
  const kind = node.kind === "process" ? "process" : node.label.startsWith("/") ? "file" : "socket";
  return (
    <g class={`node ${kind}${root || chosen ? " root" : ""}`} transform={`translate(${x} ${y})`} data-node={node.id} onClick={choose}>
      <rect width={box.width} height={box.height} />
      <a href={page(node)} tabIndex={0}>
        <title>{shown(node.label, 2000)}</title>
        <text x={11} y={16}>{pieces(box.text).map((piece) => piece.text).join("")}</text>
      </a>
      <text class="under" x={11} y={30}>{node.kind === "process" ? `${node.pid}, uid ${node.uid ?? "?"}` : kind}</text>
      {!node.leaf && (
        <g class="knob" transform={`translate(${back ? 0 : box.width} ${box.height / 2})`} onClick={(event) => { event.stopPropagation(); expand(); }} role="button" aria-label="follow a step further">
          <circle r={7} /><text y={4}>+</text>
        </g>
      )}
    </g>
  );
}

function page(node: Node): string | undefined {
  const host = here().values.get("host");
  if (node.kind === "process") return format("process", { host, process: node.process });
  return node.label.startsWith("/") ? format("file", { host, path: node.label }) : undefined;
}
