// SPDX-License-Identifier: Apache-2.0
// The archives that are served, which of them is looked at, and how far its tables are.
import type { Host, Index, Problem } from "../generated/api";
import { useEffect, useState } from "preact/hooks";
import { here, useAddress } from "./address";
import { Fault, ask, newId } from "./api";
import { figure } from "./text";

const LOOK_MILLISECONDS = 1500;

let known: Host[] = [];
let fault: Problem | undefined;
let asked = false;
const listeners = new Set<() => void>();

async function look(): Promise<void> {
  try {
    const { hosts } = await ask<{ hosts: Host[] }>({ id: newId(), url: "/api/hosts", signal: new AbortController().signal });
    known = hosts;
    fault = undefined;
  } catch (failure) {
    fault = failure instanceof Fault ? failure.problem : undefined;
  }
  for (const listener of listeners) listener();
  // Until all tables hold all there is.
  if (fault || known.some((host) => ["reading", "waiting"].includes(host.index.state))) setTimeout(look, LOOK_MILLISECONDS);
}

export interface Hosts {
  readonly hosts: Host[];
  /** the host one looks at: that of the address, else the first */
  readonly chosen: string;
  readonly index: Index | undefined;
  readonly fault: Problem | undefined;
}

export function chosenHost(): string {
  return here().values.get("host") ?? known[0]?.host ?? "";
}

export function useHosts(): Hosts {
  const [, draw] = useState(0);
  useAddress();
  useEffect(() => {
    const listener = () => draw((count) => count + 1);
    listeners.add(listener);
    if (!asked) {
      asked = true;
      void look();
    }
    return () => void listeners.delete(listener);
  }, []);
  const chosen = chosenHost();
  return { hosts: known, chosen, index: known.find((host) => host.host === chosen)?.index, fault };
}

/** What the tables lack, in a few words; nothing when they lack nothing. */
export function IndexState({ index }: { index: Index | undefined }) {
  switch (index?.state) {
    case "waiting":
      return <span class="chip held">tables: waiting</span>;
    case "reading":
      return <span class="chip held">tables: {figure(index.records)} records read</span>;
    case "failed":
      return <span class="chip lost" title={index.detail}>tables: failed</span>;
    case "following":
      return <span class="chip read" title="The archive grows, and the tables with it.">growing</span>;
    default:
      return null;
  }
}
