// SPDX-License-Identifier: Apache-2.0
// A process: where it comes from and what came of it, what it ran, had open, read, wrote and called.
import type { ProcessDetail, Relative } from "../../generated/api";
import { useState } from "preact/hooks";
import { change, go } from "../address";
import { Answered, useAnswer } from "../answer";
import { useKeys } from "../keys";
import { FileLink, Facts, Indented, Link, Panel, ProcessLink, Tabs, Time } from "../parts";
import { Table } from "../table";
import { Note, Text, figure } from "../text";
import { between, duration } from "../time";
import type { ViewProps } from "../views";
import { Calls } from "./calls";
import { Descriptors } from "./descriptors";
import { How } from "./overview";
import { Transfers } from "./transfers";

const TABS = [["family", "Family"], ["descriptors", "Descriptors"], ["io", "Read and written"], ["calls", "Calls"]] as const;
type Tab = (typeof TABS)[number][0];

export function ProcessView({ values }: ViewProps) {
  const process = values.get("process");
  if (!process) return <Choose />;
  return <OneProcess key={process} process={process} values={values} />;
}

function Choose() {
  return (
    <Panel title="Which process?">
      <form class="pad tools" onSubmit={(event) => {
        event.preventDefault();
        const asked = new FormData(event.currentTarget).get("of") as string;
        if (/^\d+(-\d+-\d+)?$/.test(asked)) change({ process: asked });
        else go("search", { q: asked });
      }}>
        <input name="of" class="grow" placeholder="its number, or part of its command" aria-label="Process" autofocus />
        <button>Look</button>
      </form>
    </Panel>
  );
}

function OneProcess({ process, values }: { process: string; values: URLSearchParams }) {
  const at = values.get("at") ?? undefined;
  const detail = useAnswer("/api/hosts/{host}/processes/{process}", { process, at });
  const tab = (TABS.find(([name]) => name === values.get("tab"))?.[0] ?? "family") as Tab;
  useKeys(TABS.map(([name, title], i) => ({ press: String(i + 1), does: title, act: () => change({ tab: name }) })));
  return (
    <Answered of={detail}>
      {(answer) => {
        const key = answer.process.process;
        return (
          <>
            <Head detail={answer} />
            <Tabs choices={TABS} chosen={tab} choose={(name) => change({ tab: name })} />
            {tab === "family" && <Family process={key} />}
            {tab === "descriptors" && <Descriptors process={answer.process} values={values} />}
            {tab === "io" && <Transfers process={key} values={values} />}
            {tab === "calls" && <Calls process={key} values={values} />}
          </>
        );
      }}
    </Answered>
  );
}

function Head({ detail }: { detail: ProcessDetail }) {
  const { process, shell, session } = detail;
  const lasted = process.began && process.ended ? duration(between(process.began, process.ended)) : null;
  return (
    <>
      <div class="title">
        <span class="kind">process {process.pid}</span>
        <h1 class="command"><Text value={process.command ?? process.comm} most={400} /></h1>
        <span class="tools">
          <Link view="graph" values={{ process: process.process, direction: "back" }}>how it came about</Link>
          <Link view="graph" values={{ process: process.process, direction: "forward" }}>what came of it</Link>
        </span>
      </div>
      <Panel title="Who, when, whence">
        <Facts facts={[
          { name: "began", value: <Time value={process.began} day digits={9} /> },
          { name: "ended", value: process.ended ? <Time value={process.ended} digits={9} /> : "lives" },
          lasted !== null && { name: "lasted", value: lasted },
          { name: "how", value: <How how={process.how} /> },
          { name: "user", value: process.uid ?? "–" },
          process.euid !== process.uid && { name: "with the rights of", value: <span class="write">{process.euid}</span> },
          { name: "user at login", value: process.login_uid ?? "none" },
          { name: "parent", value: <ProcessLink process={process.parent ?? process.parent_pid} /> },
          shell && { name: "shell", value: <span data-shell><ProcessLink process={shell.process} /> <span class="command"><Text value={shell.command ?? shell.comm} most={60} /></span> {shell.tty && <>on <Text value={shell.tty} /></>}</span> },
          session && { name: "session", value: <span data-session><Link view="session" values={{ id: session.id, process: process.process, at: process.began }}>▶ play session {session.id} from here</Link></span> },
          detail.same_number.length > 0 && { name: "the number was also that of", value: detail.same_number.map((key) => <><ProcessLink process={key}>{key}</ProcessLink>{" "}</>) },
        ]} />
      </Panel>
    </>
  );
}

function Family({ process }: { process: string }) {
  const ancestors = useAnswer("/api/hosts/{host}/processes/{process}/ancestors", { process });
  const descendants = useAnswer("/api/hosts/{host}/processes/{process}/descendants", { process, limit: 5000 });
  const execs = useAnswer("/api/hosts/{host}/processes/{process}/execs", { process });
  return (
    <>
      <Panel title="Where it comes from" id="ancestors">
        <Answered of={ancestors}>{(answer) => <Relatives name="ancestors" rows={answer.rows} chosen={process} indent={false} />}</Answered>
      </Panel>
      <Panel title="What came of it" id="descendants" tools={
        <Link view="process" values={{ process, tab: "calls", family: "true" }}>every call of all of these</Link>
      }>
        <Answered of={descendants}>{(answer) => <Relatives name="descendants" rows={answer.rows} chosen={process} indent />}</Answered>
      </Panel>
      <Panel title="Programs it ran" id="execs">
        <Answered of={execs}>
          {(answer) => (
            <Table name="execs" rows={answer.rows} empty="It ran no program of its own: it is a copy of its parent."
              columns={[
                { title: "time", cell: (row) => <Time value={row.time} digits={9} /> },
                { title: "program", cell: (row) => <FileLink path={row.path} most={60} /> },
                { title: "arguments", wide: true, cell: (row) => <span class="command"><Text value={row.argv.join(" ")} /></span> },
                { title: "uid", right: true, cell: (row) => row.uid },
                { title: "euid", right: true, cell: (row) => <span class={row.euid !== row.uid ? "write" : "quiet"}>{row.euid}</span> },
                { title: "environment", cell: (row) => <Environment values={row.env} /> },
              ]} />
          )}
        </Answered>
      </Panel>
    </>
  );
}

function Environment({ values }: { values: string[] }) {
  const [open, set] = useState(false);
  if (!values.length) return <span class="none">none</span>;
  if (!open) return <button type="button" class="more" onClick={() => set(true)}>{figure(values.length)} values</button>;
  return <div class="mono">{values.map((value) => <div><Text value={value} /></div>)}</div>;
}

interface RelativesProps {
  name: string;
  rows: Relative[];
  chosen: string;
  indent: boolean;
}

function Relatives({ name, rows, chosen, indent }: RelativesProps) {
  const ordered = indent ? asTree(rows) : rows;
  if (indent && rows.length < 2) return <Note>It made no process.</Note>;
  return (
    <Table name={name} rows={ordered} mark={(row) => (row.process === chosen ? "chosen" : undefined)} empty="Nothing is on record of that." most={100}
      columns={[
        { title: "pid", right: true, cell: (row) => <ProcessLink process={row.process} /> },
        { title: "command", wide: true, cell: (row) => (
          <Indented steps={indent ? row.depth : 0}><span class="command"><Text value={row.command ?? row.comm} most={110} /></span></Indented>
        ) },
        { title: "uid", right: true, cell: (row) => row.uid },
        { title: "euid", right: true, spare: true, cell: (row) => <span class={row.euid !== row.uid ? "write" : "quiet"}>{row.euid}</span> },
        { title: "terminal", spare: true, cell: (row) => <Text value={row.tty} /> },
        { title: "began", cell: (row) => <Time value={row.began} digits={3} /> },
        { title: "ended", spare: true, cell: (row) => <Time value={row.ended} digits={3} /> },
        { title: "how", cell: (row) => <How how={row.how} /> },
      ]} />
  );
}

/** Each after its parent, in the order in which they began. */
function asTree(rows: Relative[]): Relative[] {
  const children = new Map<string | null, Relative[]>();
  const keys = new Set(rows.map((row) => row.process));
  for (const row of rows) {
    const parent = row.parent && keys.has(row.parent) && row.depth > 0 ? row.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const ordered: Relative[] = [];
  const stack = [...(children.get(null) ?? [])].reverse();
  for (let row = stack.pop(); row; row = stack.pop()) {
    ordered.push(row);
    stack.push(...(children.get(row.process) ?? []).toReversed());
  }
  return ordered;
}
