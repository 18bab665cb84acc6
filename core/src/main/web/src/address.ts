// SPDX-License-Identifier: Apache-2.0
// Where one is: #/VIEW?NAME=VALUE. All that a view shows follows from it, so that it can be sent to somebody else.
import { useEffect, useState } from "preact/hooks";

export type Values = Record<string, string | number | undefined | null>;

export interface Address {
  readonly view: string;
  readonly values: URLSearchParams;
}

export function parse(hash: string): Address {
  const [view = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { view: view || "overview", values: new URLSearchParams(query) };
}

export function here(): Address {
  return parse(location.hash);
}

/** The text of an address; names without a value are left out. */
export function format(view: string, values: Values = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return `#/${view}${text && "?" + text}`;
}

export function go(view: string, values: Values = {}): void {
  location.hash = format(view, values);
}

/** Changes values of where one is. A slider moves on without a step back for each of its places. */
export function change(values: Values, step: "push" | "replace" = "push"): void {
  const now = here();
  const hash = format(now.view, { ...Object.fromEntries(now.values), ...values });
  if (hash === location.hash) return;
  if (step === "push") {
    location.hash = hash;
  } else {
    history.replaceState(null, "", hash);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  }
}

export function useAddress(): Address {
  const [address, set] = useState(here);
  useEffect(() => {
    const moved = () => set(here());
    window.addEventListener("hashchange", moved);
    return () => window.removeEventListener("hashchange", moved);
  }, []);
  return address;
}
