// SPDX-License-Identifier: Apache-2.0
// A terminal session: what it showed, and beside it the commands; each leads to the other.
import type { SessionDetail } from "../../generated/api";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { change } from "../address";
import { Answered, useAnswer, useTextAnswer } from "../answer";
import { useKeys } from "../keys";
import { Facts, Indented, Link, Panel, ProcessLink, Time } from "../parts";
import { Player, type Remote } from "../player";
import { Note, Text, figure } from "../text";
import { between, duration } from "../time";
import type { ViewProps } from "../views";
import { SessionTable } from "./sessions";

type Command = SessionDetail["commands"][number];

export function SessionView({ values }: ViewProps) {
  const id = values.get("id");
  return id && /^\d+$/.test(id) ? <OneSession key={id} session={Number(id)} values={values} /> : <Choose />;
}

function Choose() {
  const sessions = useAnswer("/api/hosts/{host}/sessions", {});
  return (
    <Panel title="Who was on which terminal">
      <Answered of={sessions}>{(answer) => <SessionTable rows={answer.rows} />}</Answered>
    </Panel>
  );
}

function OneSession({ session, values }: { session: number; values: URLSearchParams }) {
  const detail = useAnswer("/api/hosts/{host}/sessions/{session}", { session });
  const cast = useTextAnswer("/api/hosts/{host}/sessions/{session}/recording", { session });
  return (
    <Answered of={detail}>
      {(answer) => (
        <>
          <Head detail={answer} />
          <Answered of={cast}>{(text) => <Playing detail={answer} cast={text} values={values} />}</Answered>
        </>
      )}
    </Answered>
  );
}

function Head({ detail }: { detail: SessionDetail }) {
  const { session, recording } = detail;
  return (
    <div class="title">
      <span class="kind">session {session.id}</span>
      <h1><Text value={session.tty} /></h1>
      <Facts facts={[
        { name: "user at login", value: session.login_uid ?? "none" },
        { name: "leader", value: <><ProcessLink process={session.process ?? session.session} /> <Text value={session.leader} /></> },
        { name: "began", value: <Time value={session.began} day digits={3} /> },
        { name: "lasted", value: session.began && session.ended ? duration(between(session.began, session.ended)) : "goes on" },
        { name: "from", value: session.ssh ? <Text value={session.ssh} /> : "here" },
        { name: "screen", value: `${recording.columns} × ${recording.rows}` },
        { name: "shown is", value: recording.exact ? "what the terminal showed" : <span class="held" title="echo and what the kernel adds may lack">what programs wrote to it</span> },
      ]} />
    </div>
  );
}

interface PlayingProps {
  detail: SessionDetail;
  cast: string;
  values: URLSearchParams;
}

function Playing({ detail, cast, values }: PlayingProps) {
  const { commands, recording } = detail;
  const begin = useMemo(() => place(values, detail), []);
  const [now, setNow] = useState(begin);
  const [pinned, pin] = useState<Command | null>(null);
  const remote = useRef<Remote>(null);
  const current = useMemo(() => commandAt(commands, now), [commands, now]);
  const moved = useCallback((at: number) => {
    setNow(at);
    pin((command) => (command && commandAt(commands, at) !== command ? null : command));
  }, [commands]);
  const jump = (command: Command) => {
    if (command.seconds === null) return;
    remote.current?.seek(command.seconds);
    pin(command);
    setNow(command.seconds);
    change({ t: command.seconds.toFixed(3), at: null, process: null }, "replace");
  };
  const step = (by: number) => {
    const index = current ? commands.indexOf(current) : -1;
    const next = commands[Math.max(0, index + by)];
    if (next) jump(next);
  };
  useKeys([
    { press: " ", does: "play or pause", act: () => remote.current?.toggle() },
    { press: "n", does: "jump to the next command", act: () => step(1) },
    { press: "p", does: "jump to the command before", act: () => step(-1) },
    { press: "y", does: "put this moment into the address", act: () => change({ t: now.toFixed(3), at: null, process: null }) },
  ]);
  const shown = pinned ?? current;
  return (
    <div class="session">
      <Panel title="Terminal" tools={<><span class="quiet figure" data-now={now.toFixed(3)}>{now.toFixed(1)} of {recording.seconds.toFixed(1)} s</span>
        <button type="button" title="puts this moment into the address (y)" onClick={() => change({ t: now.toFixed(3), at: null, process: null })}>Mark</button></>}>
        {recording.frames > 0
          ? <Player cast={cast} begin={begin} remote={remote} moved={moved} />
          : <Note>Nothing that this terminal showed is on record.</Note>}
      </Panel>
      <div class="stack">
        {shown && <Shown command={shown} />}
        <Panel title={`Commands (${figure(commands.length)})`} tools={<span class="quiet">a click jumps there</span>}>
          <Commands commands={commands} current={current} jump={jump} />
        </Panel>
      </div>
    </div>
  );
}

/** Where to begin: at a second (t), at what a process ran there, or at a time (at). */
function place(values: URLSearchParams, { commands, recording }: SessionDetail): number {
  const second = Number(values.get("t") ?? NaN);
  if (Number.isFinite(second)) return Math.max(0, second);
  const ran = commands.find((command) => command.process === values.get("process"))?.seconds;
  if (ran !== undefined && ran !== null) return ran;
  const at = values.get("at");
  if (!at || !recording.began) return 0;
  try {
    return Math.max(0, between(recording.began, at));
  } catch {
    return 0;
  }
}

/** The command that was started last of those that still ran: what the screen is about. */
export function commandAt(commands: Command[], at: number): Command | null {
  let found: Command | null = null;
  let last: Command | null = null;
  // The player tells where it is to a millisecond or so.
  const by = at + 0.002;
  for (const command of commands) {
    if (command.seconds === null || command.seconds > by) continue;
    last = command;
    if (command.ended_seconds === null || command.ended_seconds > by) found = command;
  }
  return found && last && found.depth === 0 ? last : (found ?? last);
}

interface CommandsProps {
  commands: Command[];
  current: Command | null;
  jump: (command: Command) => void;
}

function Commands({ commands, current, jump }: CommandsProps) {
  const chosen = useRef<HTMLTableRowElement>(null);
  useEffect(() => chosen.current?.scrollIntoView({ block: "nearest" }), [current]);
  if (!commands.length) return <Note>No command was started here.</Note>;
  return (
    <div class="commands">
      <table data-table="commands">
        <tbody>
          {commands.map((command) => (
            <tr class={command === current ? "chosen" : undefined} ref={command === current ? chosen : undefined} data-row tabIndex={-1}>
              <td class="right quiet figure">{command.seconds?.toFixed(1) ?? "–"}</td>
              <td class="wide">
                <Indented steps={command.depth}>
                  <button type="button" class="to" disabled={command.seconds === null} onClick={() => jump(command)}>
                    {command.command === null ? "?" : <Cut text={command.command} />}
                  </button>
                </Indented>
              </td>
              <td class="right"><ProcessLink process={command.process} /></td>
              <td><End command={command} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// Within a button there can be no button for more: the process beside it shows all.
function Cut({ text }: { text: string }) {
  const cut = text.length > 120 ? text.slice(0, 120) + "…" : text;
  return <Text value={cut} most={121} />;
}

function End({ command }: { command: Command }) {
  if (command.signal !== null) return <span class="lost">signal {command.signal}</span>;
  if (command.exit_code === null) return <span class="quiet">–</span>;
  return <span class={command.exit_code ? "write" : "quiet"}>exit {command.exit_code}</span>;
}

function Shown({ command }: { command: Command }) {
  return (
    <Panel title={<>Process {command.pid}</>} id="shown" tools={<Link view="process" values={{ process: command.process }}>open</Link>}>
      <Facts facts={[
        { name: "command", value: <span class="command"><Text value={command.command} most={200} /></span> },
        { name: "user", value: command.uid ?? "–" },
        { name: "started", value: <Time value={command.time} digits={6} /> },
        { name: "ended", value: <><Time value={command.ended} digits={6} /> <End command={command} /></> },
        { name: "its", value: <span class="tools">
          <Link view="process" values={{ process: command.process, tab: "io" }}>reads and writes</Link>
          <Link view="process" values={{ process: command.process, tab: "calls", family: "true" }}>calls</Link>
          <Link view="graph" values={{ process: command.process, direction: "forward" }}>effects</Link>
        </span> },
      ]} />
    </Panel>
  );
}
