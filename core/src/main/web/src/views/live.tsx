// SPDX-License-Identifier: Apache-2.0
// What happens, as it comes into the tables.
import type { Event, Index } from "../../generated/api";
import { useEffect, useRef, useState } from "preact/hooks";
import { change } from "../address";
import { url } from "../api";
import { IndexState, useHosts } from "../hosts";
import { useKeys } from "../keys";
import { Panel } from "../parts";
import { Note, figure } from "../text";
import type { ViewProps } from "../views";
import { Line } from "./calls";

// What is kept of what was seen: the tables have the rest.
const KEPT_EVENTS = 500;
const DRAW_MILLISECONDS = 150;

export function LiveView({ values }: ViewProps) {
  const host = useHosts().chosen;
  const [paused, pause] = useState(false);
  const address = url("/api/hosts/{host}/live", {
    host,
    call: values.get("call"),
    text: values.get("text"),
    failed: values.get("failed"),
    pid: values.get("pid"),
    backlog: 100,
    width: 300,
  });
  const { events, skipped, index, broken } = useStream(address, paused);
  useKeys([{ press: " ", does: "hold still, or go on", act: () => pause(!paused) }]);
  const field = (name: string, hint: string) => (
    <input name={name} size={14} placeholder={hint} aria-label={hint} defaultValue={values.get(name) ?? ""} onChange={(event) => change({ [name]: event.currentTarget.value || null })} />
  );
  return (
    <Panel title="Live" tools={
      <>
        {field("pid", "pid")}
        {field("call", "calls: openat,%net")}
        {field("text", "in a path")}
        <label><input type="checkbox" checked={values.get("failed") === "true"} onChange={(event) => change({ failed: event.currentTarget.checked ? "true" : null })} /> failed</label>
        <button type="button" onClick={() => pause(!paused)}>{paused ? "Go on" : "Hold still"}</button>
      </>
    }>
      <Note>
        <IndexState index={index} /> newest first; the last {figure(KEPT_EVENTS)} are kept here.
        {index?.state === "ready" && " Nothing is being recorded into this archive now: these are its last events."}
        {skipped > 0 && <span class="held"> {figure(skipped)} more came than can be read: a filter shows fewer.</span>}
        {broken && <span class="lost"> The stream broke; the browser tries again.</span>}
      </Note>
      <div class="live" data-live={events.length}>
        {events.map((event) => <div key={event.cursor} class="event" data-row tabIndex={-1}><Line event={event} family /></div>)}
      </div>
    </Panel>
  );
}

interface Stream {
  readonly events: Event[];
  readonly skipped: number;
  readonly index: Index | undefined;
  readonly broken: boolean;
}

const EMPTY: Stream = { events: [], skipped: 0, index: undefined, broken: false };

/** Drawn a few times a second, however many come. */
function useStream(address: string, paused: boolean): Stream {
  const [stream, set] = useState<Stream>(EMPTY);
  const held = useRef(paused);
  held.current = paused;
  useEffect(() => {
    set(EMPTY);
    let fresh: Event[] = [];
    const source = new EventSource(address);
    source.addEventListener("event", (message) => {
      fresh.push(JSON.parse(message.data) as Event);
      if (fresh.length > KEPT_EVENTS) fresh = fresh.slice(-KEPT_EVENTS);
    });
    source.addEventListener("skipped", (message) => set((before) => ({ ...before, skipped: before.skipped + (JSON.parse(message.data) as { events: number }).events })));
    source.addEventListener("index", (message) => set((before) => ({ ...before, index: JSON.parse(message.data) as Index })));
    source.addEventListener("open", () => set((before) => ({ ...before, broken: false })));
    source.addEventListener("error", () => set((before) => ({ ...before, broken: true })));
    const timer = setInterval(() => {
      if (!fresh.length || held.current) return;
      const drawn = fresh.reverse();
      fresh = [];
      set((before) => ({ ...before, events: [...drawn, ...before.events].slice(0, KEPT_EVENTS) }));
    }, DRAW_MILLISECONDS);
    return () => {
      clearInterval(timer);
      source.close();
    };
  }, [address]);
  return stream;
}
