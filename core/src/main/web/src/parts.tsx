// SPDX-License-Identifier: Apache-2.0
// What views are made of: times, links to other views, what is waited for, and what went wrong.
import type { ComponentChildren } from "preact";
import { format, here, type Values } from "./address";
import { useSetting } from "./setting";
import { Text, shown } from "./text";
import { clock, parts } from "./time";

interface LinkProps {
  view: string;
  values?: Values;
  children: ComponentChildren;
  kind?: string;
  title?: string;
  current?: boolean;
}

/** A link to a view, on the host one looks at. */
export function Link({ view, values = {}, children, kind, title, current }: LinkProps) {
  const host = here().values.get("host");
  return (
    <a class={kind} href={format(view, { host, ...values })} title={title && shown(title, 2000)}
      aria-current={current ? "page" : undefined}>
      {children}
    </a>
  );
}

interface TimeProps {
  value: string | null | undefined;
  /** with the day before it */
  day?: boolean;
  /** digits after the second: the rest stands in the title */
  digits?: number;
}

export function Time({ value, day = false, digits = 6 }: TimeProps) {
  useSetting(clock);
  if (!value) return <span class="none">–</span>;
  const at = parts(value);
  if (!at) return <Text value={value} />;
  return (
    <time dateTime={value} title={value}>
      {day && <span class="day">{at.date} </span>}
      {at.time}
      {digits > 0 && <span class="fraction">.{at.fraction.slice(0, digits)}</span>}
    </time>
  );
}

interface FileLinkProps {
  path: string | null | undefined;
  at?: string | null;
  most?: number;
}

/** The path of a file, which leads to its page; what is no path, a pipe or a socket, has none. */
export function FileLink({ path, at, most = 100 }: FileLinkProps) {
  if (!path?.startsWith("/")) return <span class="path"><Text value={path} most={most} /></span>;
  return <span class="path"><Link view="file" values={{ path, at }} title={path}><Text value={path} most={most} /></Link></span>;
}

interface ProcessLinkProps {
  /** its key, or its number */
  process: string | number | null | undefined;
  children?: ComponentChildren;
  values?: Values;
}

export function ProcessLink({ process, children, values = {} }: ProcessLinkProps) {
  if (process === null || process === undefined) return <span class="none">–</span>;
  return <Link view="process" values={{ process, ...values }} kind="process">{children ?? number(process)}</Link>;
}

/** The number in the key of a process. */
export function number(process: string | number): string {
  const parts = String(process).split("-");
  return parts[1] ?? parts[0]!;
}

export function Panel({ title, children, id, tools }: { title: ComponentChildren; children: ComponentChildren; id?: string; tools?: ComponentChildren }) {
  return (
    <section class="panel" id={id}>
      <header>
        <h2>{title}</h2>
        {tools && <div class="tools">{tools}</div>}
      </header>
      {children}
    </section>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
}

export function Facts({ facts }: { facts: (Fact | false | null | undefined)[] }) {
  return (
    <dl class="facts">
      {facts.map((fact) => fact && (
        <div>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface TabsProps<T extends string> {
  choices: readonly (readonly [T, ComponentChildren])[];
  chosen: T;
  choose: (value: T) => void;
}

export function Tabs<T extends string>({ choices, chosen, choose }: TabsProps<T>) {
  return (
    <div class="tabs" role="tablist">
      {choices.map(([value, title]) => (
        <button type="button" role="tab" aria-selected={value === chosen} onClick={() => choose(value)}>
          {title}
        </button>
      ))}
    </div>
  );
}

const STEP_PIXELS = 14;
const MOST_STEPS = 30;

/** Moved to the right by so many steps, with a line for each: a row of a tree. */
export function Indented({ steps, children }: { steps: number; children: ComponentChildren }) {
  const pixels = `${Math.min(steps, MOST_STEPS) * STEP_PIXELS}px`;
  return <span class="tree" style={{ paddingLeft: pixels, backgroundSize: `${pixels} 100%` }}>{children}</span>;
}
