// SPDX-License-Identifier: Apache-2.0
// Where a text occurs: in paths, commands, users, addresses, and on terminals.
import type { Found } from "../../generated/api";
import type { ComponentChildren } from "preact";
import { change } from "../address";
import { Answered, useAnswer } from "../answer";
import { FileLink, Link, Panel, ProcessLink, Time } from "../parts";
import { Table } from "../table";
import { Note, Text, figure } from "../text";
import type { ViewProps } from "../views";

export function SearchView({ values }: ViewProps) {
  const q = values.get("q") ?? "";
  const limit = Number(values.get("limit")) || 50;
  const found = useAnswer("/api/hosts/{host}/search", q ? { q, limit } : null);
  return (
    <>
      <Panel title="Search">
        <form class="pad tools" onSubmit={(event) => {
          event.preventDefault();
          change({ q: new FormData(event.currentTarget).get("q") as string });
        }}>
          <input key={q} name="q" class="grow" defaultValue={q} placeholder="part of a path, a command, a user, an address, or of what was typed or printed" aria-label="Text" autofocus />
          <button>Search</button>
        </form>
      </Panel>
      <Answered of={found}>{(answer) => <Results found={answer} more={() => change({ limit: Math.min(1000, limit * 4) })} />}</Answered>
    </>
  );
}

function Results({ found, more }: { found: Found; more: () => void }) {
  const count = found.paths.length + found.commands.length + found.users.length + found.addresses.length + found.terminal.length;
  if (!count) return <Note>“<Text value={found.q} />” is in no path, command, user, address, nor on any terminal. What programs read and wrote is asked by <Link view="sql">SQL</Link>.</Note>;
  return (
    <>
      {found.more.length > 0 && <Note>There is more of {found.more.join(", ")}. <button type="button" onClick={more}>Show more</button></Note>}
      <Kind title="Terminals" of={found.terminal}>
        <Table name="terminal" rows={found.terminal} most={50} empty=""
          columns={[
            { title: "time", rank: (row) => row.time, cell: (row) => <Time value={row.time} digits={3} /> },
            { title: "session", cell: (row) => row.session === null ? <Text value={row.tty} /> : <Link view="session" values={{ id: row.session, t: row.seconds }}>▶ {row.session} <Text value={row.tty} /></Link> },
            { title: "", cell: (row) => <span class={row.what === "typed" ? "write" : "quiet"}>{row.what}</span> },
            { title: "text", wide: true, cell: (row) => <span class="mono"><Text value={row.text} /></span> },
          ]} />
      </Kind>
      <Kind title="Commands" of={found.commands}>
        <Table name="commands" rows={found.commands} most={50} empty=""
          columns={[
            { title: "time", rank: (row) => row.time, cell: (row) => <Time value={row.time} digits={3} /> },
            { title: "pid", right: true, cell: (row) => <ProcessLink process={row.process} /> },
            { title: "command", wide: true, rank: (row) => row.command, cell: (row) => <span class="command"><Text value={row.command} /></span> },
            { title: "program", cell: (row) => <FileLink path={row.path} most={50} /> },
            { title: "uid", right: true, rank: (row) => row.uid, cell: (row) => row.uid },
            { title: "terminal", spare: true, cell: (row) => <Text value={row.tty} /> },
          ]} />
      </Kind>
      <Kind title="Paths" of={found.paths}>
        <Table name="paths" rows={found.paths} most={50} empty=""
          columns={[
            { title: "path", wide: true, rank: (row) => row.path, cell: (row) => <FileLink path={row.path} /> },
            { title: "first met", rank: (row) => row.first, cell: (row) => <Time value={row.first} digits={3} /> },
          ]} />
      </Kind>
      <Kind title="Users" of={found.users}>
        <Table name="users" rows={found.users} empty=""
          columns={[
            { title: "uid", right: true, rank: (row) => row.uid, cell: (row) => row.uid },
            { title: "names", wide: true, cell: (row) => row.names.map((name, i) => <>{i > 0 && ", "}<Text value={name} most={60} /></>) },
            { title: "processes", right: true, rank: (row) => row.processes, cell: (row) => figure(row.processes) },
            { title: "first", cell: (row) => <Time value={row.first} digits={3} /> },
            { title: "last", cell: (row) => <Time value={row.last} digits={3} /> },
          ]} />
      </Kind>
      <Kind title="Addresses" of={found.addresses}>
        <Table name="addresses" rows={found.addresses} most={50} empty=""
          columns={[
            { title: "began", rank: (row) => row.began, cell: (row) => <Time value={row.began} digits={3} /> },
            { title: "pid", right: true, cell: (row) => <ProcessLink process={row.process} /> },
            { title: "command", cell: (row) => <Text value={row.comm} /> },
            { title: "by", cell: (row) => <span class="run">{row.cause}</span> },
            { title: "own address", cell: (row) => <span class="mono"><Text value={row.local} /></span> },
            { title: "peer", wide: true, cell: (row) => <span class="mono"><Text value={row.peer} /></span> },
          ]} />
      </Kind>
    </>
  );
}

function Kind({ title, of, children }: { title: string; of: unknown[]; children: ComponentChildren }) {
  return of.length ? <Panel title={`${title} (${figure(of.length)})`}>{children}</Panel> : null;
}
