// SPDX-License-Identifier: Apache-2.0
// An answer and the way to it: waited for, with progress and a way to end it; failed, with what to do; here, with what is
// not certain about it.
import type { Problem, Progress } from "../generated/api";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Fault, ask, askText, cancel, newId, url, watch, type AnswerTo, type Parameters, type Question, type Questions } from "./api";
import { useHosts } from "./hosts";
import { Text, figure } from "./text";

export interface Asked<T> {
  /** the last answer; that of the question before while another is waited for */
  readonly answer: T | undefined;
  readonly waiting: string | undefined;
  readonly problem: Problem | undefined;
  readonly again: () => void;
}

/** Problems that pass by themselves: too much is asked at once, or the tables are being filled. */
const PASSING: ReadonlySet<string> = new Set(["busy", "not-indexed"]);
const AGAIN_MILLISECONDS = 2000;

type Without<P, K extends string> = Omit<P, K> & Partial<Pick<P, K & keyof P>>;

/** Asks a question of the host that is looked at; anew when a parameter changes. Without parameters nothing is asked. */
export function useAnswer<P extends Questions>(path: P, parameters: Without<Parameters<P>, "host"> | null): Asked<AnswerTo<P>> {
  const host = useHosts().chosen;
  const text = parameters && url(path, { host, ...parameters });
  return useQuestion<AnswerTo<P>>(text, ask);
}

/** Likewise, of a question whose answer is text. */
export function useTextAnswer(path: string, parameters: Record<string, unknown> | null): Asked<string> {
  const host = useHosts().chosen;
  return useQuestion<string>(parameters && url(path, { host, ...parameters }), askText);
}

export function useQuestion<T>(text: string | null, how: (question: Question) => Promise<T>, body?: unknown): Asked<T> {
  const [state, set] = useState<Omit<Asked<T>, "again">>({ answer: undefined, waiting: undefined, problem: undefined });
  const [turn, again] = useState(0);
  const bodyText = useMemo(() => JSON.stringify(body), [body]);
  useEffect(() => {
    if (text === null) {
      set({ answer: undefined, waiting: undefined, problem: undefined });
      return;
    }
    const id = newId();
    const ended = new AbortController();
    let done = false;
    let later: ReturnType<typeof setTimeout> | undefined;
    set((before) => ({ answer: before.answer, waiting: id, problem: undefined }));
    how({ id, url: text, signal: ended.signal, body: bodyText === undefined ? undefined : JSON.parse(bodyText) }).then(
      (answer) => {
        done = true;
        if (!ended.signal.aborted) set({ answer, waiting: undefined, problem: undefined });
      },
      (failure) => {
        done = true;
        if (ended.signal.aborted) return;
        const problem = told(failure);
        set({ answer: undefined, waiting: undefined, problem });
        if (PASSING.has(problem.type)) later = setTimeout(() => again(turn + 1), AGAIN_MILLISECONDS);
      },
    );
    return () => {
      clearTimeout(later);
      ended.abort();
      // Who goes away does not want to know any more.
      if (!done) cancel(id);
    };
  }, [text, bodyText, turn]);
  return { ...state, again: () => again(turn + 1) };
}

function told(failure: unknown): Problem {
  if (failure instanceof Fault) return failure.problem;
  return { type: "internal", title: "The page failed.", status: 0, detail: String(failure), action: "Load it anew." };
}

interface AnsweredProps<T> {
  of: Asked<T>;
  children: (answer: T) => ComponentChildren;
}

export function Answered<T>({ of, children }: AnsweredProps<T>) {
  const { answer, waiting, problem, again } = of;
  const doubt = answer as { uncertain?: boolean; lost?: number } | undefined;
  return (
    <>
      {problem && <Failed problem={problem} again={again} />}
      {waiting && <Waiting id={waiting} quiet={answer !== undefined} />}
      {doubt?.uncertain && (
        <div class="warning">
          Not certain: {doubt.lost ? `${figure(doubt.lost)} records of this time are lost.` : "the record of this time has gaps."}
        </div>
      )}
      {answer !== undefined && children(answer)}
    </>
  );
}

export function Failed({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="fault" role="alert">
      <strong><Text value={problem.title} /></strong>
      <span><Text value={problem.detail} most={600} keep={"\n"} /></span>
      <span><Text value={problem.action} most={600} /></span>
      {again && <span><button type="button" onClick={again}>Ask again</button></span>}
    </div>
  );
}

const PATIENCE_MILLISECONDS = 600;

/** Says nothing of what is quick; of what is not, how far it is, and lets one end it. */
export function Waiting({ id, quiet = false }: { id: string; quiet?: boolean }) {
  const [progress, tell] = useState<Progress | null>(null);
  const [long, setLong] = useState(false);
  useEffect(() => {
    let close = () => {};
    const timer = setTimeout(() => {
      setLong(true);
      close = watch(id, tell);
    }, PATIENCE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [id]);
  if (!long) return quiet ? <i class="asked" hidden /> : <div class="waiting" />;
  return (
    <div class="waiting" role="status">
      <progress max={100} value={progress?.percent ?? undefined} />
      <span>{progress ? `${progress.seconds.toFixed(1)} s${progress.rows ? `, ${figure(progress.rows)} rows` : ""}` : "asking"}</span>
      <button type="button" onClick={() => cancel(id)}>Cancel</button>
    </div>
  );
}
