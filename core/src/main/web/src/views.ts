// SPDX-License-Identifier: Apache-2.0
// The views there are: each a file, an address and a key.
import type { ComponentType } from "preact";
import { FileView } from "./views/file";
import { GraphView } from "./views/graph";
import { LiveView } from "./views/live";
import { OverviewView } from "./views/overview";
import { ProcessView } from "./views/process";
import { SearchView } from "./views/search";
import { SessionView } from "./views/session";
import { SqlView } from "./views/sql";

export interface ViewProps {
  readonly values: URLSearchParams;
}

export interface View {
  readonly name: string;
  readonly title: string;
  readonly key: string;
  readonly Page: ComponentType<ViewProps>;
}

export const VIEWS: readonly View[] = [
  { name: "overview", title: "Overview", key: "o", Page: OverviewView },
  { name: "file", title: "File", key: "f", Page: FileView },
  { name: "process", title: "Process", key: "p", Page: ProcessView },
  { name: "session", title: "Session", key: "s", Page: SessionView },
  { name: "graph", title: "Graph", key: "g", Page: GraphView },
  { name: "search", title: "Search", key: "r", Page: SearchView },
  { name: "sql", title: "SQL", key: "q", Page: SqlView },
  { name: "live", title: "Live", key: "l", Page: LiveView },
];
