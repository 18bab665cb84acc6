// SPDX-License-Identifier: Apache-2.0
// A file: who wrote and read it, through which descriptor and how they came by it, and what was in it.
import type { FileUse, LineageStep } from "../../generated/api";
import { change } from "../address";
import { Answered, useAnswer, type Asked } from "../answer";
import type { AnswerTo } from "../api";
import { FileLink, Link, Panel, ProcessLink, Time } from "../parts";
import { Table, type Column } from "../table";
import { Note, Text, figure } from "../text";
import { MICROSECOND, iso, nanos } from "../time";
import type { ViewProps } from "../views";
import { ContentPanel } from "./content";

type Uses = Asked<AnswerTo<"/api/hosts/{host}/files/writers">>;

export function FileView({ values }: ViewProps) {
  const path = values.get("path");
  if (!path) return <Choose />;
  return <OneFile key={path} path={path} values={values} />;
}

function Choose() {
  return (
    <Panel title="Which file?">
      <form class="pad tools" onSubmit={(event) => {
        event.preventDefault();
        change({ path: new FormData(event.currentTarget).get("path") as string });
      }}>
        <input name="path" class="path grow" placeholder="/etc/passwd" aria-label="Path" autofocus />
        <button>Look</button>
      </form>
      <Note>A whole path, as it was seen by who used it. A part of one: <Link view="search">search</Link>.</Note>
    </Panel>
  );
}

function OneFile({ path, values }: { path: string; values: URLSearchParams }) {
  const from = values.get("from") ?? undefined;
  const to = values.get("to") ?? undefined;
  const writers = useAnswer("/api/hosts/{host}/files/writers", { path, from, to, limit: 2000 });
  const readers = useAnswer("/api/hosts/{host}/files/readers", { path, from, to, limit: 2000 });
  const names = useAnswer("/api/hosts/{host}/files/names", { path });
  return (
    <>
      <div class="title">
        <span class="kind">file</span>
        <h1 class="path"><Text value={path} most={400} /></h1>
        <span class="tools">
          <Link view="graph" values={{ path, direction: "back", at: after(writers.answer?.rows.at(-1)) }}>how it came about</Link>
          <Link view="graph" values={{ path, direction: "forward", at: after(writers.answer?.rows[0]) }}>what came of it</Link>
        </span>
      </div>
      <Span from={from} to={to} />
      <Panel title="Written by" id="writers">
        <Uses of={writers} name="writers" path={path}
          empty="Nobody wrote to it, by any name or descriptor, in this time." />
      </Panel>
      <Lineage values={values} />
      <ContentPanel path={path} values={values} writers={writers.answer?.rows} readers={readers.answer?.rows} />
      <Panel title="Read by" id="readers">
        <Uses of={readers} name="readers" path={path} empty="Nobody read it in this time." />
      </Panel>
      <Panel title="Names">
        <Answered of={names}>
          {(answer) => (
            <Table name="names" rows={answer.rows} most={20}
              empty="No file of this name is on record. Names begin with / and are case-sensitive."
              columns={[
                { title: "name", wide: true, cell: (row) => <FileLink path={row.path} /> },
                { title: "inode", right: true, cell: (row) => <span class="figure">{row.inode}</span> },
                { title: "since", cell: (row) => <Time value={row.since} /> },
                { title: "until", cell: (row) => <Time value={row.until} /> },
              ]} />
          )}
        </Answered>
      </Panel>
    </>
  );
}

/** A graph is of a file at a time: its name may be gone later. After the last write it has all causes, after the first all effects. */
function after(use: FileUse | undefined): string | undefined {
  return use && iso(nanos(use.time) + MICROSECOND);
}

function Span({ from, to }: { from: string | undefined; to: string | undefined }) {
  if (!from && !to) return null;
  return (
    <Note>
      Only from {from ? <Time value={from} /> : "the beginning"} to {to ? <Time value={to} /> : "the end"}.{" "}
      <button type="button" class="more" onClick={() => change({ from: null, to: null })}>All of the time</button>
    </Note>
  );
}

interface UsesProps {
  of: Uses;
  name: string;
  path: string;
  empty: string;
}

function Uses({ of, name, path, empty }: UsesProps) {
  const columns: Column<FileUse>[] = [
    { title: "time", rank: (row) => row.time, cell: (row) => <Time value={row.time} digits={9} /> },
    { title: "pid", right: true, rank: (row) => row.pid, cell: (row) => <ProcessLink process={row.process} /> },
    { title: "command", wide: true, rank: (row) => row.command, cell: (row) => <span class="command"><Text value={row.command ?? row.comm} most={90} /></span> },
    { title: "uid", right: true, rank: (row) => row.uid, cell: (row) => row.uid },
    { title: "call", rank: (row) => row.call, cell: (row) => <span class={row.kind}>{row.call}{row.kind === "truncate" && row.call !== "truncate" ? " (emptied)" : ""}{row.possible && <span class="chip held" title="through a mapping, which is not seen">possible</span>}</span> },
    { title: "fd", right: true, help: "how the process came by the descriptor", cell: (row) => <Fd use={row} /> },
    { title: "bytes", right: true, rank: (row) => row.bytes, cell: (row) => figure(row.bytes) },
  ];
  return (
    <Answered of={of}>
      {(answer) => (
        <>
          <Table name={name} columns={other(answer.rows, path) ? [...columns, named] : columns} rows={answer.rows} most={60} empty={empty} />
          {answer.more && <Note>There are more: choose a shorter time.</Note>}
        </>
      )}
    </Answered>
  );
}

const named: Column<FileUse> = { title: "as", wide: true, cell: (row) => <FileLink path={row.path} /> };

function other(rows: FileUse[], path: string): boolean {
  return rows.some((row) => row.path !== path);
}

function Fd({ use }: { use: FileUse }) {
  if (use.fd === null) return <span class="none">–</span>;
  return (
    <button type="button" class="more" aria-label={`lineage of descriptor ${use.fd} of ${use.pid}`}
      onClick={() => change({ of: use.process, fd: use.fd, open: use.time })}>
      {use.fd}
    </button>
  );
}

function Lineage({ values }: { values: URLSearchParams }) {
  const [process, fd, open] = [values.get("of"), values.get("fd"), values.get("open")];
  const lineage = useAnswer("/api/hosts/{host}/processes/{process}/descriptors/{fd}/lineage", process && fd && open ? { process, fd: Number(fd), open_at: open } : null);
  if (!process || !fd || !open) return null;
  return (
    <Panel title={`How ${process.split("-")[1] ?? process} came by descriptor ${fd}`} id="lineage" tools={<button type="button" onClick={() => change({ of: null, fd: null, open: null })}>Close</button>}>
      <Answered of={lineage}>{(answer) => <LineageTable rows={answer.rows} />}</Answered>
    </Panel>
  );
}

const CAUSES: Record<string, string> = {
  fork: "born with it: a copy of its parent's",
  dup: "a copy of another of its own",
  dupfd: "a copy of another of its own",
  open: "opened it",
  scm_rights: "was sent it over a socket",
  snapshot: "had it when recording began",
};

export function LineageTable({ rows }: { rows: LineageStep[] }) {
  return (
    <Table name="lineage" rows={rows} empty="How it came by it is not on record."
      columns={[
        { title: "since", cell: (row) => <Time value={row.began} digits={9} /> },
        { title: "pid", right: true, cell: (row) => <ProcessLink process={row.process} /> },
        { title: "command", wide: true, cell: (row) => <span class="command"><Text value={row.command ?? row.comm} most={80} /></span> },
        { title: "fd", right: true, cell: (row) => row.fd },
        { title: "how", cell: (row) => <><span class="run">{row.cause}</span> <span class="quiet">{CAUSES[row.cause ?? ""]}</span></> },
      ]} />
  );
}
