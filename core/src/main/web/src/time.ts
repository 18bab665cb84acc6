// SPDX-License-Identifier: Apache-2.0
// Times come as 2026-11-24T22:51:37.172481469Z and stay such: a number of JavaScript's has no room for nanoseconds.
import { setting } from "./setting";

const PATTERN = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** utc or local: which clock people are shown; addresses and questions are always UTC. */
export const clock = setting<"utc" | "local">("clock", ["utc", "local"], "utc");

/** In ns. The tables are asked by microseconds, and things begin between them. */
export const MICROSECOND = 1000n;

/** Nanoseconds since 1970. */
export function nanos(time: string): bigint {
  const found = PATTERN.exec(time);
  if (!found) throw new Error(`not a time: ${time}`);
  const seconds = BigInt(Date.parse(`${found[1]}T${found[2]}Z`)) / 1000n;
  return seconds * 1_000_000_000n + BigInt((found[3] ?? "").padEnd(9, "0"));
}

/** The other way: all nine digits, since they tell one call from the next. */
export function iso(nanos: bigint): string {
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = (nanos - fraction) / 1_000_000_000n;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${String(fraction).padStart(9, "0")}Z`;
}

/** Seconds since 1970, for charts: exact to a fraction of a microsecond. */
export function seconds(time: string): number {
  return Number(nanos(time)) / 1e9;
}

export function fromSeconds(value: number): string {
  return iso(BigInt(Math.round(value * 1e6)) * 1000n);
}

/** Seconds from one time to another. */
export function between(from: string, to: string): number {
  return Number(nanos(to) - nanos(from)) / 1e9;
}

export interface Shown {
  readonly date: string;
  readonly time: string;
  readonly fraction: string;
}

const two = (value: number) => String(value).padStart(2, "0");

export function parts(time: string): Shown | null {
  const found = PATTERN.exec(time);
  if (!found) return null;
  const fraction = (found[3] ?? "").padEnd(9, "0");
  if (clock.value === "utc") return { date: found[1]!, time: found[2]!, fraction };
  const local = new Date(`${found[1]}T${found[2]}Z`);
  return {
    date: `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`,
    time: `${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`,
    fraction,
  };
}

/** How long something took, in the unit that fits. */
export function duration(secs: number): string {
  if (secs < 0) return `-${duration(-secs)}`;
  if (secs < 1e-6) return `${(secs * 1e9).toFixed(0)} ns`;
  if (secs < 1e-3) return `${(secs * 1e6).toFixed(1)} µs`;
  if (secs < 1) return `${(secs * 1e3).toFixed(1)} ms`;
  if (secs < 120) return `${secs.toFixed(2)} s`;
  if (secs < 7200) return `${Math.floor(secs / 60)} min ${Math.floor(secs % 60)} s`;
  return `${Math.floor(secs / 3600)} h ${Math.floor((secs % 3600) / 60)} min`;
}
