// SPDX-License-Identifier: Apache-2.0
// Where the nodes and edges of a graph stand: dagre puts causes to the left of what they led to.
import * as dagre from "@dagrejs/dagre";

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Placed<B extends Box, A extends Arrow> {
  readonly width: number;
  readonly height: number;
  readonly boxes: { box: B; x: number; y: number }[];
  readonly arrows: { arrow: A; path: string; x: number; y: number }[];
}

const MARGIN = 24;

export function place<B extends Box, A extends Arrow>(boxes: B[], arrows: A[]): Placed<B, A> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 36, edgesep: 8, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes) graph.setNode(box.id, { width: box.width, height: box.height });
  arrows.forEach((arrow, i) => {
    graph.setEdge(arrow.from, arrow.to, { width: arrow.label.length * 5.5, height: 12, labelpos: "c" }, String(i));
  });
  dagre.layout(graph);
  return {
    width: graph.graph().width ?? 0,
    height: graph.graph().height ?? 0,
    boxes: boxes.map((box) => {
      const { x, y } = graph.node(box.id) as { x: number; y: number };
      return { box, x: x - box.width / 2, y: y - box.height / 2 };
    }),
    arrows: arrows.map((arrow, i) => {
      const edge = graph.edge(arrow.from, arrow.to, String(i)) as { points: Point[]; x: number; y: number };
      return { arrow, path: curve(edge.points), x: edge.x, y: edge.y };
    }),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

// Through the middle of each two points, so that corners are round.
function curve(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x},${first.y}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const [here, next] = [rest[i]!, rest[i + 1]!];
    path += ` Q${here.x},${here.y} ${(here.x + next.x) / 2},${(here.y + next.y) / 2}`;
  }
  const last = points[points.length - 1]!;
  return `${path} L${last.x},${last.y}`;
}
