// SPDX-License-Identifier: Apache-2.0
// What was recorded, made safe to look at: it is data of somebody who may mean harm. Nothing in it reaches the page
// but as text, and what a person cannot see, or would see elsewhere than it stands, is shown as an escape.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

// Controls, what turns the direction of writing, what has no width, separators of lines, halves of a pair, and blanks
// that are no space: all that could pass for something else.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u00a0\u115f\u1160\u3164\uffa0\u2800\u034f]|(?! )\p{Zs}/u;
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u001b": "\\e", "\0": "\\0" };

export interface Piece {
  readonly text: string;
  readonly escaped: boolean;
}

function escape(character: string): string {
  const code = character.codePointAt(0)!;
  return SHORT[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`);
}

/** Text in pieces that can be shown: an escape stands for each character that cannot. */
export function pieces(text: string, keep = ""): Piece[] {
  const found: Piece[] = [];
  let plain = "";
  for (const character of text) {
    if (!UNSEEN.test(character) || keep.includes(character)) {
      plain += character;
      continue;
    }
    if (plain) found.push({ text: plain, escaped: false });
    plain = "";
    found.push({ text: escape(character), escaped: true });
  }
  if (plain) found.push({ text: plain, escaped: false });
  return found;
}

/** The same as one string, for titles and the names of drawings. */
export function shown(text: string, most = Infinity): string {
  const cut = text.length > most ? text.slice(0, most) + "…" : text;
  return pieces(cut).map((piece) => piece.text).join("");
}

export interface TextProps {
  value: string | null | undefined;
  /** characters that are shown before one asks for more */
  most?: number;
  /** characters that need no escape here: line feeds, where lines are shown as lines */
  keep?: string;
}

// A name of a million characters is looked at in steps, since each is laid out.
const STEP = 20_000;

export function Text({ value, most = 160, keep = "" }: TextProps) {
  const [room, grow] = useState(most);
  if (value === null || value === undefined) return <span class="none">–</span>;
  const rest = value.length - room;
  return (
    <>
      {pieces(rest > 0 ? value.slice(0, room) : value, keep).map((piece) =>
        piece.escaped ? <span class="escape">{piece.text}</span> : piece.text,
      )}
      {rest > 0 && (
        <button class="more" type="button" onClick={(event) => { event.stopPropagation(); grow(room + STEP); }}>
          … {figure(rest)} more
        </button>
      )}
    </>
  );
}

/** Bytes as base64 has them, as text: what is no UTF-8 is shown byte by byte. */
export function bytesText(base64: string): string {
  const raw = atob(base64);
  const bytes = Uint8Array.from(raw, (c) => c.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return raw;
  }
}

const FIGURES = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
export function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : FIGURES.format(value);
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];
export function size(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return "–";
  let unit = 0;
  let value = bytes;
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${unit ? value.toPrecision(3) : value} ${UNITS[unit]}`;
}

/** A quiet remark. */
export function Note({ children }: { children: ComponentChildren }) {
  return <p class="note">{children}</p>;
}
