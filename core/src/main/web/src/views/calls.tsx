// SPDX-License-Identifier: Apache-2.0
// What a process did, call by call: a list of which only what is seen is fetched.
import type { Event } from "../../generated/api";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { change } from "../address";
import { Answered, useAnswer } from "../answer";
import { ask, newId, url } from "../api";
import { useHosts } from "../hosts";
import { List } from "../list";
import { Panel, ProcessLink, Time } from "../parts";
import { Text, figure } from "../text";
import { duration, iso, nanos } from "../time";

// One window is some three screens: few questions, and none of them long.
const WINDOW_ROWS = 200;
// Windows that are kept: what was seen before can be asked for again.
const KEPT_WINDOWS = 60;

const CALLS = "/api/hosts/{host}/processes/{process}/calls";

interface CallsProps {
  process: string;
  values: URLSearchParams;
}

export function Calls({ process, values }: CallsProps) {
  const filter = {
    process,
    call: values.get("call") ?? undefined,
    text: values.get("text") ?? undefined,
    failed: values.get("failed") === "true" || undefined,
    family: values.get("family") === "true" || undefined,
    from: values.get("from") ?? undefined,
    to: values.get("to") ?? undefined,
  };
  const summary = useAnswer("/api/hosts/{host}/processes/{process}/calls/summary", filter);
  return (
    <Panel title={filter.family ? "Calls of it and of all that came of it" : "Calls"} id="calls" tools={<Filter values={values} />}>
      <Answered of={summary}>
        {(answer) => (
          <>
            <div class="pad tools" data-calls={answer.count}>
              <span>{figure(answer.count)} events</span>
              {answer.calls.slice(0, 14).map((call) => (
                <button type="button" class="more" onClick={() => change({ call: call.call })}>
                  {call.call} {figure(call.count)}{call.failed > 0 && <span class="lost"> ({figure(call.failed)} failed)</span>}
                </button>
              ))}
            </div>
            {answer.count > 0
              ? <Events key={JSON.stringify(filter)} filter={filter} count={answer.count} family={filter.family === true} />
              : <p class="note">Nothing passes this filter.</p>}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function Filter({ values }: { values: URLSearchParams }) {
  const box = (name: string, label: string) => (
    <label>
      <input type="checkbox" checked={values.get(name) === "true"} onChange={(event) => change({ [name]: event.currentTarget.checked ? "true" : null })} /> {label}
    </label>
  );
  const field = (name: string, hint: string) => (
    <input key={`${name} ${values.get(name)}`} name={name} size={16} placeholder={hint} aria-label={hint} defaultValue={values.get(name) ?? ""}
      onChange={(event) => change({ [name]: event.currentTarget.value || null })} />
  );
  return (
    <>
      {field("call", "calls: openat,%net")}
      {field("text", "in a path")}
      {box("failed", "failed")}
      {box("family", "descendants")}
      {values.get("from") && <button type="button" onClick={() => change({ from: null, to: null })}>all of the time</button>}
    </>
  );
}

/** Of one filter: another has windows of its own. */
type Windows = Map<number, Event[] | "asked">;

interface EventsProps {
  filter: Record<string, string | boolean | undefined>;
  count: number;
  family: boolean;
}

function Events({ filter, count, family }: EventsProps) {
  const host = useHosts().chosen;
  const windows = useRef<Windows>(new Map());
  const [, draw] = useState(0);
  const [chosen, choose] = useState<number | null>(null);
  const ended = useRef(new AbortController());
  useEffect(() => () => ended.current.abort(), []);
  const fetchWindow = useCallback((window: number) => {
    const kept = windows.current;
    if (kept.has(window)) return;
    kept.set(window, "asked");
    // Behind the last row of the window before is faster than counting rows.
    const before = kept.get(window - 1);
    const place = Array.isArray(before) && before.length === WINDOW_ROWS ? { cursor: before.at(-1)!.cursor } : { offset: window * WINDOW_ROWS };
    const question = url(CALLS, { host, ...filter, ...place, limit: WINDOW_ROWS, width: 300 });
    ask<{ rows: Event[] }>({ id: newId(), url: question, signal: ended.current.signal }).then(
      (answer) => {
        kept.set(window, answer.rows);
        for (const old of kept.keys()) {
          if (kept.size <= KEPT_WINDOWS) break;
          if (Math.abs(old - window) > 4) kept.delete(old);
        }
        draw((turn) => turn + 1);
      },
      () => kept.delete(window),
    );
  }, []);
  const seen = useCallback((first: number, last: number) => {
    for (let window = Math.floor(first / WINDOW_ROWS); window * WINDOW_ROWS < last; window++) fetchWindow(window);
  }, [fetchWindow]);
  const event = (index: number): Event | undefined => {
    const window = windows.current.get(Math.floor(index / WINDOW_ROWS));
    return Array.isArray(window) ? window[index % WINDOW_ROWS] : undefined;
  };
  const row = (index: number) => {
    const at = event(index);
    return at ? <Line event={at} family={family} choose={() => choose(index)} /> : <span class="faint">{figure(index + 1)} …</span>;
  };
  const shown = chosen === null ? undefined : event(chosen);
  return (
    <>
      <List name="calls" count={count} row={row} seen={seen} />
      {shown && <Chosen event={shown} />}
    </>
  );
}

export function Line({ event, family, choose }: { event: Event; family: boolean; choose?: () => void }) {
  return (
    <>
      <Time value={event.time} />
      {family && <ProcessLink process={event.process} />}
      <span class={event.error ? "failed" : undefined} onClick={choose}>
        <Text value={event.text} most={220} />
      </span>
      {event.duration_ns !== null && <span class="faint">{duration(event.duration_ns / 1e9)}</span>}
      {event.unfinished && <span class="chip held">did not return</span>}
    </>
  );
}

function Chosen({ event }: { event: Event }) {
  return (
    <div class="pad" data-chosen>
      <p class="mono"><Text value={event.text} most={4000} /></p>
      <p class="quiet">
        entered <Time value={event.entered} digits={9} />, returned <Time value={event.time} digits={9} />, process <ProcessLink process={event.process} />, thread {event.tid}
        {event.file && <>, file <Text value={event.file} /></>}{" "}
        <button type="button" class="more" onClick={() => change({ from: iso(nanos(event.time) - 1_000_000_000n), to: iso(nanos(event.time) + 1_000_000_000n) })}>only the seconds about it</button>
      </p>
    </div>
  );
}
