// SPDX-License-Identifier: Apache-2.0
// What was in a file: at a time between what was done to it, and what changed from one to another.
import type { Content, Diff, FileUse } from "../../generated/api";
import { useMemo } from "preact/hooks";
import { change } from "../address";
import { Answered, useAnswer } from "../answer";
import { Panel, ProcessLink, Time } from "../parts";
import { Note, Text, bytesText, figure, shown, size } from "../text";
import { iso, nanos } from "../time";

interface ContentProps {
  path: string;
  values: URLSearchParams;
  writers: FileUse[] | undefined;
  readers: FileUse[] | undefined;
}

/** A time at which one can look: just after somebody used the file. */
interface Stop {
  readonly at: string;
  readonly use: FileUse;
}

export function ContentPanel({ path, values, writers, readers }: ContentProps) {
  const at = values.get("at") ?? undefined;
  const before = values.get("before") ?? undefined;
  const stops = useMemo(() => stopsOf(writers ?? [], readers ?? []), [writers, readers]);
  const changes = stops.filter((stop) => stop.use.kind !== "read");
  return (
    <Panel title={before ? "What changed" : <>Content {at ? <>at <Time value={at} /></> : "at the end"}</>} id="content" tools={
      <>
        <Chosen title="at" stops={stops} value={at} none="the end" choose={(value) => change({ at: value })} />
        <Chosen title="compared with" stops={stops} value={before} none="nothing" choose={(value) => change({ before: value })} />
      </>
    }>
      {changes.length > 0 && <Steps changes={changes} stops={stops} at={at} />}
      {before ? <Changed path={path} from={before} to={at ?? end(stops)} /> : <Bytes path={path} at={at} last={changes.at(-1)} />}
    </Panel>
  );
}

function stopsOf(writers: FileUse[], readers: FileUse[]): Stop[] {
  const stops = new Map<string, Stop>();
  for (const use of [...readers, ...writers]) {
    const at = iso(nanos(use.time) + 1n);
    stops.set(at, { at, use });
  }
  return [...stops.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

const end = (stops: Stop[]) => stops.at(-1)?.at ?? iso(BigInt(Date.now()) * 1_000_000n);

interface ChosenProps {
  title: string;
  stops: Stop[];
  value: string | undefined;
  none: string;
  choose: (value: string | null) => void;
}

const MOST_STOPS = 400;

function Chosen({ title, stops, value, none, choose }: ChosenProps) {
  const known = value === undefined || stops.some((stop) => stop.at === value);
  return (
    <label class="quiet">
      {title}{" "}
      <select value={value ?? ""} onChange={(event) => choose(event.currentTarget.value || null)}>
        <option value="">{none}</option>
        {!known && <option value={value}>{value}</option>}
        {stops.slice(0, MOST_STOPS).map((stop) => (
          <option value={stop.at}>{`${stop.use.time.slice(11, 23)} after ${stop.use.kind} by ${stop.use.pid}`}</option>
        ))}
      </select>
    </label>
  );
}

/** A button for each write: what it changed, from what the file was at the use before it. */
function Steps({ changes, stops, at }: { changes: Stop[]; stops: Stop[]; at: string | undefined }) {
  return (
    <div class="pad tools" data-steps>
      <span class="quiet">what changed by the write of</span>
      {changes.slice(0, 24).map((stop) => {
        const before = stops[stops.indexOf(stop) - 1];
        return (
          <button type="button" aria-pressed={stop.at === at} onClick={() => change({ at: stop.at, before: before?.at ?? "+0" })}>
            <Time value={stop.use.time} digits={3} /> by {stop.use.pid}
          </button>
        );
      })}
      {changes.length > 24 && <span class="quiet">and {figure(changes.length - 24)} more</span>}
    </div>
  );
}

interface BytesProps {
  path: string;
  at: string | undefined;
  last: Stop | undefined;
}

/** Of a name that is gone by the end, what it was after the last write. */
function Bytes({ path, at, last }: BytesProps) {
  const content = useAnswer("/api/hosts/{host}/files/content", { path, at });
  const gone = at === undefined && content.problem?.type === "not-found" && last !== undefined;
  const before = useAnswer("/api/hosts/{host}/files/content", gone ? { path, at: last.at } : null);
  return (
    <>
      {gone && <Note>By the end the name is gone. After its last write, at <Time value={last.use.time} digits={9} />:</Note>}
      <Answered of={gone ? before : content}>{(answer) => <Shown content={answer} />}</Answered>
    </>
  );
}

function Shown({ content }: { content: Content }) {
  const raw = useMemo(() => atob(content.data), [content]);
  if (!content.size && content.known) return <Note>It was empty.</Note>;
  if (!content.extents.length) return <Note>Nothing is on record of what was in it then.</Note>;
  return (
    <>
      <Note>
        {size(content.size)}{content.sized ? "" : " at least"}: {figure(content.known_bytes)} bytes known
        {content.possible_bytes > 0 && <>, <span class="held">{figure(content.possible_bytes)} possible</span></>}
        {content.unknown_bytes > 0 && <>, {figure(content.unknown_bytes)} not on record</>}
        {raw.length < content.size && <>; the first {figure(raw.length)} are shown</>}
      </Note>
      <pre class="content" data-content>
        {content.extents.filter((extent) => extent.from < raw.length).map((extent) =>
          extent.certainty === "unknown" ? (
            <span class="unknown" title={extent.why ?? undefined}>[{figure(extent.to - extent.from)} bytes are not on record]</span>
          ) : (
            <span class={extent.certainty} title={shown(`${extent.call ?? ""} by ${extent.comm ?? "?"} ${extent.process ?? ""} ${extent.time ?? ""} ${extent.why ?? ""}`)}>
              <Text value={utf8(raw.slice(extent.from, extent.to))} most={8000} keep={"\n\t"} />
            </span>
          ),
        )}
      </pre>
      <Whose content={content} />
    </>
  );
}

const utf8 = (raw: string) => bytesText(btoa(raw));

function Whose({ content }: { content: Content }) {
  const by = new Map<string, { process: string | null; comm: string | null; call: string | null; bytes: number }>();
  for (const extent of content.extents) {
    const key = `${extent.process} ${extent.call}`;
    const sum = by.get(key) ?? { process: extent.process, comm: extent.comm, call: extent.call, bytes: 0 };
    sum.bytes += extent.to - extent.from;
    by.set(key, sum);
  }
  return (
    <p class="note">
      {[...by.values()].filter((sum) => sum.process).map((sum, i) => (
        <>{i ? "; " : "whose: "}{figure(sum.bytes)} bytes by {sum.call} of <ProcessLink process={sum.process} /> <Text value={sum.comm} /></>
      ))}
    </p>
  );
}

function Changed({ path, from, to }: { path: string; from: string; to: string }) {
  const diff = useAnswer("/api/hosts/{host}/files/diff", { path, from, to });
  return <Answered of={diff}>{(answer) => <Hunks diff={answer} />}</Answered>;
}

const SIGNS = { same: " ", added: "+", removed: "-" } as const;

function Hunks({ diff }: { diff: Diff }) {
  return (
    <>
      <Note>
        from <Time value={diff.from} digits={9} />{!diff.from_known && <span class="held"> (not all known)</span>} to{" "}
        <Time value={diff.to} digits={9} />{!diff.to_known && <span class="held"> (not all known)</span>}
        {diff.cut && "; lines were left out"}
      </Note>
      {diff.hunks.length === 0 ? <Note>Nothing changed between the two.</Note> : (
        <pre class="content diff" data-diff>
          {diff.hunks.map((hunk) => (
            <>
              <div class="hunk">@@ line {hunk.old_line}, now {hunk.new_line} @@</div>
              {hunk.lines.map((line) => (
                <div class={line.kind}>{SIGNS[line.kind]} <Text value={line.text} most={2000} /></div>
              ))}
            </>
          ))}
        </pre>
      )}
    </>
  );
}
