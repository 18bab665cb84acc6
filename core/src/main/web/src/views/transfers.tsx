// SPDX-License-Identifier: Apache-2.0
// What a process read and wrote: summed up by file and socket, and the bytes of one of them.
import type { Io, Transfer } from "../../generated/api";
import { change } from "../address";
import { Answered, useAnswer } from "../answer";
import { FileLink, Panel, Time } from "../parts";
import { Table } from "../table";
import { Text, bytesText, figure, shown, size } from "../text";

interface TransfersProps {
  process: string;
  values: URLSearchParams;
}

export function Transfers({ process, values }: TransfersProps) {
  const path = values.get("path");
  const sums = useAnswer("/api/hosts/{host}/processes/{process}/transfers", { process, limit: 5000 });
  return (
    <>
      <Panel title="By file and socket" id="transfers">
        <Answered of={sums}>
          {(answer) => (
            <Table name="transfers" rows={answer.rows} most={60} mark={(row) => (row.path === path ? "chosen" : undefined)} empty="It read and wrote nothing."
              columns={[
                { title: "file or socket", wide: true, rank: (row: Transfer) => row.path, cell: (row) => <FileLink path={row.path} /> },
                { title: "bytes", cell: (row) => row.path !== null && (
                  <button type="button" class="more" aria-label={`bytes of ${shown(row.path, 80)}`} onClick={() => change({ path: row.path })}>show</button>
                ) },
                { title: "reads", right: true, rank: (row) => row.reads, cell: (row) => figure(row.reads) },
                { title: "read", right: true, rank: (row) => row.read_bytes, cell: (row) => <span class={row.read_bytes ? "read" : "faint"}>{size(row.read_bytes)}</span> },
                { title: "writes", right: true, rank: (row) => row.writes, cell: (row) => figure(row.writes) },
                { title: "written", right: true, rank: (row) => row.written_bytes, cell: (row) => <span class={row.written_bytes ? "write" : "faint"}>{size(row.written_bytes)}</span> },
                { title: "first", spare: true, rank: (row) => row.first, cell: (row) => <Time value={row.first} /> },
                { title: "last", spare: true, rank: (row) => row.last, cell: (row) => <Time value={row.last} /> },
                { title: "", spare: true, cell: (row) => row.possible && <span class="chip held" title="mapped shared: what is done through that is not seen">mapped</span> },
              ]} />
          )}
        </Answered>
      </Panel>
      {path && <Bytes process={process} path={path} />}
    </>
  );
}

const SHOWN_BYTES = 2048;

function Bytes({ process, path }: { process: string; path: string }) {
  const io = useAnswer("/api/hosts/{host}/processes/{process}/io", { process, path, width: SHOWN_BYTES, limit: 1000 });
  return (
    <Panel title={<>Bytes to and from <Text value={path} most={100} /></>} id="io">
      <Answered of={io}>
        {(answer) => (
          <Table name="io" rows={answer.rows} most={100} empty="No bytes went through it."
            columns={[
              { title: "time", cell: (row: Io) => <Time value={row.time} digits={9} /> },
              { title: "call", cell: (row) => <span class={row.kind}>{row.call}</span> },
              { title: "fd", right: true, cell: (row) => row.fd ?? "–" },
              { title: "bytes", right: true, rank: (row) => row.bytes, cell: (row) => figure(row.bytes) },
              { title: "data", wide: true, cell: (row) => <Data row={row} /> },
            ]} />
        )}
      </Answered>
    </Panel>
  );
}

function Data({ row }: { row: Io }) {
  if (row.data === null) return <span class="none">not on record</span>;
  return (
    <span class="mono">
      <Text value={bytesText(row.data)} />
      {row.data_bytes > SHOWN_BYTES && <span class="quiet"> … {size(row.data_bytes)} are on record</span>}
      {row.whole === false && <span class="chip held" title="not all bytes are on record">in part</span>}
    </span>
  );
}
