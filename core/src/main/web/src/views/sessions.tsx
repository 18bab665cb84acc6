// SPDX-License-Identifier: Apache-2.0
// Who was on which terminal.
import type { Session } from "../../generated/api";
import { Link, ProcessLink, Time } from "../parts";
import { Table } from "../table";
import { Text, figure } from "../text";
import { between, duration } from "../time";

export function SessionTable({ rows }: { rows: Session[] }) {
  return (
    <Table name="sessions" rows={rows}
      empty="Nobody was on a terminal while this was recorded. Daemons and jobs are among the processes."
      columns={[
        { title: "session", cell: (row) => <Link view="session" values={{ id: row.id }}>▶ {row.id}</Link> },
        { title: "terminal", rank: (row) => row.tty, cell: (row) => <Text value={row.tty} /> },
        { title: "user at login", right: true, rank: (row) => row.login_uid, cell: (row) => row.login_uid ?? "–" },
        { title: "leader", wide: true, cell: (row) => <><ProcessLink process={row.process ?? row.session} /> <span class="command"><Text value={row.leader} /></span></> },
        { title: "from", spare: true, cell: (row) => (row.ssh ? <Text value={row.ssh} most={40} /> : <span class="none">here</span>) },
        { title: "began", rank: (row) => row.began, cell: (row) => <Time value={row.began} day digits={0} /> },
        { title: "lasted", right: true, cell: (row) => (row.began && row.ended ? duration(between(row.began, row.ended)) : "goes on") },
        { title: "commands", right: true, rank: (row) => row.commands, cell: (row) => figure(row.commands) },
      ]} />
  );
}
