// SPDX-License-Identifier: Apache-2.0
// What a person chose, kept by the browser; everyone who shows it hears of a change.
import { useEffect, useState } from "preact/hooks";

export interface Setting<T extends string> {
  readonly value: T;
  readonly choices: readonly T[];
  choose(value: T): void;
  next(): void;
  listen(listener: () => void): () => void;
}

export function setting<T extends string>(name: string, choices: readonly T[], initial: T): Setting<T> {
  const key = `forensix.${name}`;
  const kept = read(key) as T | null;
  let value = kept !== null && choices.includes(kept) ? kept : initial;
  const listeners = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    choices,
    choose(chosen) {
      value = chosen;
      try {
        localStorage.setItem(key, chosen);
      } catch {
        // A browser that keeps nothing: the choice lasts as long as the page.
      }
      for (const listener of listeners) listener();
    },
    next() {
      this.choose(choices[(choices.indexOf(value) + 1) % choices.length]!);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function useSetting<T extends string>(of: Setting<T>): T {
  const [value, set] = useState(of.value);
  useEffect(() => of.listen(() => set(of.value)), [of]);
  return value;
}

export const theme = setting<"system" | "light" | "dark">("theme", ["system", "light", "dark"], "system");
