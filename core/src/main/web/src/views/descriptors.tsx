// SPDX-License-Identifier: Apache-2.0
// What a process had open, at a time that a slider chooses.
import type { Descriptor, Process } from "../../generated/api";
import { useMemo } from "preact/hooks";
import { change } from "../address";
import { Answered, useAnswer } from "../answer";
import { useKeys } from "../keys";
import { FileLink, Panel, ProcessLink, Time } from "../parts";
import { Table } from "../table";
import { Text } from "../text";
import { MICROSECOND, iso, nanos } from "../time";
import { LineageTable } from "./file";

interface DescriptorsProps {
  process: Process;
  values: URLSearchParams;
}

export function Descriptors({ process, values }: DescriptorsProps) {
  const all = useAnswer("/api/hosts/{host}/processes/{process}/descriptors", { process: process.process, limit: 10000 });
  return (
    <Panel title="Descriptors" id="descriptors">
      <Answered of={all}>{(answer) => <At process={process.process} rows={answer.rows} chosen={values.get("open")} fd={values.get("fd")} since={values.get("since")} />}</Answered>
    </Panel>
  );
}

interface AtProps {
  process: string;
  rows: Descriptor[];
  chosen: string | null;
  /** whose lineage is shown: its number, and when it began */
  fd: string | null;
  since: string | null;
}

function At({ process, rows, chosen, fd, since }: AtProps) {
  const moments = useMemo(() => momentsOf(rows), [rows]);
  const place = chosen === null ? moments.length : nearest(moments, chosen);
  const open = chosen === null ? rows : rows.filter((row) => (row.began ?? "") <= chosen && (row.ended === null || row.ended > chosen));
  const traced = fd === null ? undefined : (rows.find((row) => String(row.fd) === fd && row.began === since) ?? open.find((row) => String(row.fd) === fd));
  const move = (to: number) => change({ open: to >= moments.length ? null : moments[Math.max(0, to)] }, "replace");
  useKeys([
    { press: "ArrowLeft", does: "the descriptors at the change before", act: () => move(place - 1) },
    { press: "ArrowRight", does: "the descriptors at the next change", act: () => move(place + 1) },
  ]);
  return (
    <>
      <div class="slider">
        <input type="range" min={0} max={moments.length} value={place} aria-label="Time" onInput={(event) => move(Number(event.currentTarget.value))} />
        <span class="quiet">
          {chosen === null ? "all there ever were; the slider, or ← and →, choose a time" : <>open at <Time value={chosen} digits={9} />: {open.length} of {rows.length}</>}
        </span>
      </div>
      <Table name="descriptors" rows={open} mark={(row) => (row === traced ? "chosen" : undefined)} most={200} empty="It had nothing open then."
        columns={[
          { title: "fd", right: true, rank: (row) => row.fd, cell: (row) => (
            <button type="button" class="more" title="how it came by it" onClick={() => change({ fd: row.fd, since: row.began })}>{row.fd}</button>
          ) },
          { title: "file", wide: true, rank: (row) => row.path, cell: (row) => <FileLink path={row.path} /> },
          { title: "by", rank: (row) => row.cause, cell: (row) => <span class="run">{row.cause}</span> },
          { title: "from", cell: (row) => row.from_process && <><ProcessLink process={row.from_process} />:{row.from_fd}</> },
          { title: "began", rank: (row) => row.began, cell: (row) => <Time value={row.began} /> },
          { title: "ended", rank: (row) => row.ended, cell: (row) => <><Time value={row.ended} /> <span class="quiet">{row.how_ended}</span></> },
          { title: "exec", spare: true, cell: (row) => (row.cloexec ? <span class="quiet">closes</span> : "keeps") },
          { title: "not certain", spare: true, cell: (row) => row.doubts && <span class="held"><Text value={row.doubts} /></span> },
        ]} />
      {traced && <Whence process={process} row={traced} />}
    </>
  );
}

function momentsOf(rows: Descriptor[]): string[] {
  const moments = new Set<string>();
  for (const row of rows) {
    if (row.began) moments.add(row.began);
    if (row.ended) moments.add(row.ended);
  }
  return [...moments].sort();
}

function nearest(moments: string[], time: string): number {
  const after = moments.findIndex((moment) => moment > time);
  return Math.max(0, (after < 0 ? moments.length : after) - 1);
}

/** How the process came by a descriptor, back to who opened the file. */
function Whence({ process, row }: { process: string; row: Descriptor }) {
  const lineage = useAnswer("/api/hosts/{host}/processes/{process}/descriptors/{fd}/lineage",
    row.began === null ? null : { process, fd: row.fd, open_at: iso(nanos(row.began) + MICROSECOND) });
  return (
    <>
      <h3 class="pad">How it came by {row.fd}</h3>
      <Answered of={lineage}>{(answer) => <LineageTable rows={answer.rows} />}</Answered>
    </>
  );
}
