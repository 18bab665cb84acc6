// SPDX-License-Identifier: Apache-2.0
// A list of which only what is seen is laid out, and only what is near is asked for: it may have millions of rows.
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export const ROW_HEIGHT = 22;
// Browsers lay out no more than some ten million pixels: beyond that a pixel of the bar is several rows.
const MOST_PIXELS = 8_000_000;
const SPARE_ROWS = 8;

interface ListProps {
  name: string;
  /** how many rows there are, or are known to be */
  count: number;
  /** one that is not here yet is shown as undefined by the caller */
  row: (index: number) => ComponentChildren;
  /** told of what is seen, so that it can be fetched */
  seen: (first: number, last: number) => void;
  to?: RefObject<(index: number) => void>;
}

export function List({ name, count, row, seen, to }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const pixels = Math.min(count * ROW_HEIGHT, MOST_PIXELS);
  const fits = Math.ceil(view.height / ROW_HEIGHT);
  const travel = Math.max(1, pixels - view.height);
  const scaled = pixels < count * ROW_HEIGHT;
  const exact = scaled ? (view.top / travel) * Math.max(0, count - fits + 1) : view.top / ROW_HEIGHT;
  const first = Math.max(0, Math.floor(exact) - SPARE_ROWS);
  const last = Math.min(count, Math.floor(exact) + fits + SPARE_ROWS);

  useLayoutEffect(() => {
    const element = box.current!;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => seen(first, last), [first, last, count]);
  if (to) {
    to.current = (index) => {
      const place = scaled ? (index / Math.max(1, count - fits + 1)) * travel : index * ROW_HEIGHT;
      box.current!.scrollTop = place;
    };
  }

  const laid = [];
  for (let index = first; index < last; index++) {
    const y = scaled ? view.top + (index - exact) * ROW_HEIGHT : index * ROW_HEIGHT;
    laid.push(
      <div class="at" key={index} style={{ transform: `translateY(${y}px)` }} data-row data-index={index} tabIndex={-1}>
        {row(index)}
      </div>,
    );
  }
  return (
    <div class="rows" ref={box} tabIndex={0} role="region" aria-label={name} data-list={name} data-count={count}
      onScroll={() => setView({ top: box.current!.scrollTop, height: box.current!.clientHeight })}>
      <div class="room" style={{ height: `${pixels}px` }}>{laid}</div>
    </div>
  );
}
