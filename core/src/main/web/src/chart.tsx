// SPDX-License-Identifier: Apache-2.0
// Something per second over time. Dragging chooses a time; two clicks give all of it back.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { theme, useSetting } from "./setting";
import { figure } from "./text";
import { clock, fromSeconds, parts } from "./time";

export interface Series {
  readonly title: string;
  /** the name of a colour of the style sheet */
  readonly colour: string;
  readonly values: (number | null)[];
}

/** A time that is marked: what was lost, when callers were held. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
}

interface ChartProps {
  /** seconds since 1970 at which each bucket begins */
  times: number[];
  series: Series[];
  marks: Mark[];
  height?: number;
  chosen: (from: number, to: number) => void;
  all: () => void;
}

const LEAST_MARK_PIXELS = 3;

export function Chart({ times, series, marks, height = 220, chosen, all }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const shownTheme = useSetting(theme);
  const shownClock = useSetting(clock);
  useEffect(() => {
    const element = box.current!;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const axis = { stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") }, font: "11px system-ui" };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        tzDate: shownClock === "utc" ? (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC") : (at) => new Date(at * 1000),
        cursor: { drag: { x: true, y: false, setScale: false, dist: 5 }, y: false, points: { size: 6 } },
        axes: [{ ...axis, space: 90, values: (_, ticks, __, ___, step) => ticks.map((tick, i) => moment(tick, step, i === 0)) }, { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => figure(tick)) }],
        series: [
          {},
          ...series.map((each) => ({
            label: each.title,
            stroke: colour(each.colour),
            fill: colour(each.colour) + "26",
            width: 1.25,
            paths: uPlot.paths.stepped!({ align: 1 }),
            points: { show: false },
          })),
        ],
        hooks: {
          drawClear: [(drawn) => drawMarks(drawn, marks, colour)],
          setSelect: [
            (drawn) => {
              const { left, width } = drawn.select;
              if (width <= 0) return;
              const [from, to] = [drawn.posToVal(left, "x"), drawn.posToVal(left + width, "x")];
              drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              chosen(from, to);
            },
          ],
        },
      },
      [times, ...series.map((each) => each.values)] as uPlot.AlignedData,
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    plot.over.addEventListener("dblclick", all);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, marks, shownTheme, shownClock]);
  return <div class="chart"><div ref={box} /></div>;
}

const DAY_SECONDS = 86_400;

/** As precise as the step from one to the next; the first, and each midnight, says the day. */
function moment(at: number, step: number, first: boolean): string {
  const shown = parts(fromSeconds(at));
  if (!shown) return "";
  const time = step >= 60 ? shown.time.slice(0, 5) : step >= 1 ? shown.time : `${shown.time}.${shown.fraction.slice(0, 3)}`;
  if (step >= DAY_SECONDS) return shown.date;
  return first || time.startsWith("00:00:00") ? `${time}\n${shown.date}` : time;
}

// Behind the curve, and never so thin that it is not seen.
function drawMarks(plot: uPlot, marks: Mark[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const mark of marks) {
    const left = plot.valToPos(mark.from, "x", true);
    const width = Math.max(LEAST_MARK_PIXELS, plot.valToPos(mark.to, "x", true) - left);
    if (left > bbox.left + bbox.width || left + width < bbox.left) continue;
    ctx.fillStyle = colour(mark.colour) + "59";
    ctx.fillRect(Math.max(left, bbox.left), bbox.top, width, bbox.height);
  }
  ctx.restore();
}
