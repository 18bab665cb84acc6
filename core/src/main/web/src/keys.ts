// SPDX-License-Identifier: Apache-2.0
// The keyboard: `g` and a letter goes to a view, the rest acts where one is. `?` lists what there is.
import { useEffect } from "preact/hooks";

export interface Key {
  readonly press: string;
  readonly does: string;
  readonly act: () => void;
}

const layers: Key[][] = [];
let before = "";

/** Keys that hold while the caller is shown. */
export function useKeys(keys: Key[]): void {
  useEffect(() => {
    layers.push(keys);
    return () => void layers.splice(layers.indexOf(keys), 1);
  });
}

export function allKeys(): Key[] {
  return layers.flat();
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable], .ap-wrapper, .ap-wrapper *");
}

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    const pressed = before ? `${before} ${event.key}` : event.key;
    before = "";
    // The last layer is the nearest.
    const key = allKeys().findLast((each) => each.press === pressed);
    if (key) {
      event.preventDefault();
      key.act();
    } else if (event.key === "g") {
      before = "g";
    }
  });
}
