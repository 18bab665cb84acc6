// SPDX-License-Identifier: Apache-2.0
// What there is: how much happened when, what is lost, who was on a terminal, and what ran.
import type { Activity, HostDetail, Loss, Process } from "../../generated/api";
import { useMemo, useState } from "preact/hooks";
import { change, go } from "../address";
import { Answered, useAnswer } from "../answer";
import { Chart, type Mark } from "../chart";
import { chosenHost, useHosts, IndexState } from "../hosts";
import { useKeys } from "../keys";
import { Facts, Link, Panel, ProcessLink, Time } from "../parts";
import { SessionTable } from "./sessions";
import { Table, type Column } from "../table";
import { Text, figure } from "../text";
import { between, duration, fromSeconds, iso, nanos, seconds } from "../time";
import type { ViewProps } from "../views";

const BUCKETS = 240;

export function OverviewView({ values }: ViewProps) {
  const from = values.get("from") ?? undefined;
  const to = values.get("to") ?? undefined;
  const { hosts } = useHosts();
  const host = useAnswer("/api/hosts/{host}", {});
  const sessions = useAnswer("/api/hosts/{host}/sessions", {});
  useKeys([
    { press: "z", does: "all of the time", act: () => change({ from: null, to: null }) },
    { press: "-", does: "twice the time", act: () => widen(host.answer, from, to) },
  ]);
  return (
    <>
      {hosts.length > 1 && <HostTable />}
      <Answered of={host}>
        {(detail) => <Head detail={detail} />}
      </Answered>
      <ActivityPanel from={from} to={to} />
      <Panel title="Terminals">
        <Answered of={sessions}>{(answer) => <SessionTable rows={answer.rows} />}</Answered>
      </Panel>
      <Running at={from} to={to} />
    </>
  );
}

function Head({ detail }: { detail: HostDetail }) {
  const machine = detail.machines.at(-1);
  const { counts } = detail;
  return (
    <>
      <div class="title">
        <h1><Text value={machine?.name ?? detail.host} most={80} /></h1>
        <span class="kind">
          {detail.began && detail.ended ? <><Time value={detail.began} day digits={0} /> – <Time value={detail.ended} day digits={0} />, {duration(between(detail.began, detail.ended))}</> : "nothing is on record"}
        </span>
      </div>
      <Panel title="On record">
        <Facts facts={[
          { name: "events", value: figure(counts.events) },
          { name: "lost records", value: <span class={detail.lost ? "lost" : ""}>{figure(detail.lost)}</span> },
          { name: "processes", value: figure(counts.processes) },
          { name: "terminal sessions", value: figure(counts.sessions) },
          { name: "open files met", value: figure(counts.files) },
          { name: "recordings", value: figure(detail.recordings.length) },
          { name: "kernel", value: <Text value={machine?.kernel} most={60} /> },
          { name: "recorded by", value: <Text value={detail.recordings.at(-1)?.program} most={60} /> },
        ]} />
        {detail.losses.length > 0 && <Losses rows={detail.losses} />}
      </Panel>
    </>
  );
}

function HostTable() {
  const { hosts } = useHosts();
  return (
    <Panel title="Hosts">
      <Table name="hosts" rows={hosts} empty="No archive is served."
        columns={[
          { title: "host", rank: (row) => row.host, wide: true, cell: (row) => <Link view="overview" values={{ host: row.host }}><Text value={row.host} /></Link> },
          { title: "tables", cell: (row) => <><IndexState index={row.index} /> {row.index.state === "ready" && "ready"}</> },
          { title: "records read", right: true, rank: (row) => row.index.records, cell: (row) => figure(row.index.records) },
        ]} />
    </Panel>
  );
}

function ActivityPanel({ from, to }: { from: string | undefined; to: string | undefined }) {
  const activity = useAnswer("/api/hosts/{host}/activity", { from, to, buckets: BUCKETS });
  const zoomed = from !== undefined || to !== undefined;
  return (
    <Panel title="Events per second" id="activity" tools={
      <>
        <span class="quiet">drag to choose a time</span>
        <button type="button" disabled={!zoomed} onClick={() => change({ from: null, to: null })}>All of it</button>
      </>
    }>
      <Answered of={activity}>{(answer) => <Drawn activity={answer} />}</Answered>
    </Panel>
  );
}

function Drawn({ activity }: { activity: Activity }) {
  const drawn = useMemo(() => curve(activity), [activity]);
  if (!activity.from || !activity.to) return <p class="note">Nothing is on record. Record something first: forensix record.</p>;
  return (
    <>
      <Chart {...drawn} chosen={(from, to) => change({ from: fromSeconds(from), to: fromSeconds(to) })} all={() => change({ from: null, to: null })} />
      <div class="legend">
        <span style={{ color: "var(--link)" }}><i class="swatch" />events</span>
        <span class="write"><i class="swatch" />failed calls</span>
        <span class={activity.lost ? "lost" : undefined}><i class="swatch" />lost: {figure(activity.lost)} records</span>
        <span>step {duration(activity.step_ns / 1e9)}</span>
        <span>when callers were held is counted by the module (forensix stat), and in no record</span>
      </div>
    </>
  );
}

/** Buckets without an event are not in the answer: there the curve is at zero. */
function curve(activity: Activity) {
  const step = activity.step_ns / 1e9;
  const begin = activity.from ? seconds(activity.from) : 0;
  const count = activity.from && activity.to ? Math.max(1, Math.ceil(between(activity.from, activity.to) / step)) : 0;
  const times = Array.from({ length: count }, (_, i) => begin + i * step);
  const events = new Array<number>(count).fill(0);
  const failed = new Array<number>(count).fill(0);
  const marks: Mark[] = [];
  for (const bucket of activity.buckets) {
    if (bucket.bucket >= count) continue;
    events[bucket.bucket] = bucket.events / step;
    failed[bucket.bucket] = bucket.failed / step;
    if (bucket.lost) marks.push({ from: times[bucket.bucket]!, to: times[bucket.bucket]! + step, colour: "lost" });
  }
  return {
    times,
    series: [
      { title: "events", colour: "link", values: events },
      { title: "failed", colour: "write", values: failed },
    ],
    marks,
  };
}

function widen(detail: HostDetail | undefined, from: string | undefined, to: string | undefined): void {
  if (!detail?.began || !detail.ended || !from || !to || from.startsWith("+") || to.startsWith("+")) return;
  const half = (nanos(to) - nanos(from)) / 2n;
  change({ from: iso(nanos(from) - half), to: iso(nanos(to) + half) });
}

function Losses({ rows }: { rows: Loss[] }) {
  const columns: Column<Loss>[] = [
    { title: "from", cell: (row) => <Time value={row.first} day /> },
    { title: "to", cell: (row) => <Time value={row.last} /> },
    { title: "what", cell: (row) => <span class="lost">{row.what}</span> },
    { title: "records", right: true, rank: (row) => row.records, cell: (row) => figure(row.records) },
    { title: "CPU", right: true, cell: (row) => figure(row.cpu) },
    { title: "why", wide: true, cell: (row) => <Text value={row.text} /> },
  ];
  return <Table name="losses" columns={columns} rows={rows} empty="" />;
}

/** Who lived at the beginning of the chosen time; without one, who lived at the end. */
function Running({ at, to }: { at: string | undefined; to: string | undefined }) {
  const processes = useAnswer("/api/hosts/{host}/processes", { at, limit: 2000, width: 300 });
  const [wanted, want] = useState("");
  const found = (row: Process) => `${row.pid} ${row.command ?? ""} ${row.comm ?? ""} ${row.tty ?? ""}`.toLowerCase().includes(wanted);
  return (
    <Panel title={at ? <>Processes at <Time value={at} /></> : "Processes"} tools={
      <>
        {at && to && <button type="button" onClick={() => go("sql", { host: chosenHost(), sql: startedIn(at, to) })}>What was started in this time</button>}
        <input size={18} placeholder="find" aria-label="Find in processes" onInput={(event) => want(event.currentTarget.value.toLowerCase())} />
      </>
    }>
      <Answered of={processes}>
        {(answer) => (
          <Table name="processes" rows={answer.rows.filter(found)} most={40} empty="No such process is on record of then."
            columns={[
              { title: "pid", right: true, rank: (row) => row.pid, cell: (row) => <ProcessLink process={row.process} /> },
              { title: "command", wide: true, rank: (row) => row.command, cell: (row) => <span class="command"><Text value={row.command ?? row.comm} most={120} /></span> },
              { title: "uid", right: true, rank: (row) => row.uid, cell: (row) => row.uid },
              { title: "euid", right: true, spare: true, rank: (row) => row.euid, cell: (row) => <span class={row.euid !== row.uid ? "write" : "quiet"}>{row.euid}</span> },
              { title: "terminal", spare: true, rank: (row) => row.tty, cell: (row) => <Text value={row.tty} /> },
              { title: "began", rank: (row) => row.began, cell: (row) => <Time value={row.began} digits={3} /> },
              { title: "ended", spare: true, rank: (row) => row.ended, cell: (row) => <Time value={row.ended} digits={3} /> },
              { title: "how", rank: (row) => row.how, cell: (row) => <How how={row.how} /> },
            ]} />
        )}
      </Answered>
    </Panel>
  );
}

function startedIn(from: string, to: string): string {
  return `SELECT time, pid, uid, tty, command FROM commands\nWHERE time >= '${from}' AND time < '${to}' ORDER BY time`;
}

export function How({ how }: { how: string | null }) {
  const quiet = how === "exit 0" || how === "lives";
  return <span class={quiet ? "quiet" : how?.startsWith("signal") ? "lost" : "write"}>{how ?? "–"}</span>;
}
