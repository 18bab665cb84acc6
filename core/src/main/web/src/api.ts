// SPDX-License-Identifier: Apache-2.0
// Asks the server. Paths, parameters and answers are those of docs/openapi.yaml: a question that is not in it does not
// compile.
import type { paths, Problem, Progress } from "../generated/api";

type Questions = { [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: { "application/json": unknown } } } } } ? P : never }[keyof paths];
type Get<P extends Questions> = paths[P] extends { get: infer G } ? G : never;
type Parameters<P extends Questions> = Get<P> extends { parameters: { path?: infer W; query?: infer Q } } ? Named<W> & Named<Q> : never;
type Named<T> = [T] extends [undefined] ? unknown : Exclude<T, undefined>;

// Rows of a question are said twice by the description: some, and of which kind. What is both is of that kind.
type Rows<T> = T extends { rows: unknown[] } ? Omit<T, "rows"> & { rows: T["rows"][number][] } : T;
export type AnswerTo<P extends Questions> =
  Get<P> extends { responses: { 200: { content: { "application/json": infer A } } } } ? Rows<A> : never;
export type { Questions, Parameters };

/** What failed, why, and what to do. */
export class Fault extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

export interface Question {
  readonly id: string;
  readonly url: string;
  readonly signal: AbortSignal;
  readonly body?: unknown;
}

/** The address of a question: its parts in braces are filled in, the rest goes into the query. */
export function url(path: string, parameters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === null || value === "" || value === false) continue;
    if (filled.includes(`{${name}}`)) filled = filled.replace(`{${name}}`, encodeURIComponent(String(value)));
    else query.set(name, String(value));
  }
  const text = query.toString();
  return filled + (text && "?" + text);
}

let asked = 0;
const page = crypto.getRandomValues(new Uint32Array(2)).join("-");

/** A name that no other question has, by which it can be watched and ended. */
export function newId(): string {
  return `${page}-${++asked}`;
}

export async function ask<T>(question: Question): Promise<T> {
  const response = await send(question);
  return (await response.json()) as T;
}

export async function askText(question: Question): Promise<string> {
  return (await send(question)).text();
}

async function send({ id, url, signal, body }: Question): Promise<Response> {
  const headers: Record<string, string> = { "X-Forensix-Query": id };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url, { signal, headers, method: body === undefined ? "GET" : "POST", body: body === undefined ? null : JSON.stringify(body) });
  } catch (failure) {
    if (signal.aborted) throw failure;
    throw new Fault({
      type: "about:blank",
      title: "The server does not answer.",
      status: 0,
      detail: "forensix web has ended, or the network between you and it is cut.",
      action: "Start it again, then load this page anew.",
    });
  }
  if (!response.ok) throw new Fault(await problem(response));
  return response;
}

async function problem(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {
      type: "about:blank",
      title: "The server could not answer.",
      status: response.status,
      detail: `It said ${response.status} and no more.`,
      action: "What it printed where it runs may tell why.",
    };
  }
}

/** Ends a question that runs; that it had ended by itself is as well. */
export function cancel(id: string): void {
  fetch(url("/api/queries/{query}/cancel", { query: id }), { method: "POST", keepalive: true }).catch(() => {});
}

/** Tells how far a question is, until it is closed. */
export function watch(id: string, tell: (progress: Progress) => void): () => void {
  const source = new EventSource(url("/api/queries/{query}", { query: id }));
  source.addEventListener("progress", (event) => tell(JSON.parse(event.data) as Progress));
  source.addEventListener("end", () => source.close());
  // It does not know the question any more: there is nothing to go on with.
  source.addEventListener("error", () => source.close());
  return () => source.close();
}
