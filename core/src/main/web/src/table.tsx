// SPDX-License-Identifier: Apache-2.0
// Tables: figures stand to the right, times in columns of equal digits, and a heading sorts.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Note, figure, shown } from "./text";

export type Rank = string | number | bigint | null | undefined;

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** what the column is sorted by; without it, it is not */
  readonly rank?: (row: Row) => Rank;
  readonly right?: boolean;
  /** takes the room that others leave */
  readonly wide?: boolean;
  /** left out where there is little room */
  readonly spare?: boolean;
  readonly help?: string;
}

interface TableProps<Row> {
  name: string;
  columns: Column<Row>[];
  rows: Row[];
  /** said where there are no rows: why that may be, and what to try */
  empty: ComponentChildren;
  mark?: (row: Row) => string | undefined;
  /** rows that are laid out at first */
  most?: number;
}

function compare(a: Rank, b: Rank): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -1 : 1;
}

interface Order {
  readonly column: number;
  readonly down: boolean;
}

export function Table<Row>({ name, columns, rows, empty, mark, most = 500 }: TableProps<Row>) {
  const [order, setOrder] = useState<Order | null>(null);
  const [room, grow] = useState(most);
  const rank = order && columns[order.column]?.rank;
  const sorted = useMemo(
    () => (rank ? rows.toSorted((a, b) => compare(rank(a), rank(b)) * (order.down ? -1 : 1)) : rows),
    [rows, order],
  );
  if (!rows.length) return <Note>{empty}</Note>;
  return (
    <div class="table" role="region" aria-label={name}>
      <table data-table={name}>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <Heading column={column} order={order?.column === i ? order : null} sort={(down) => setOrder({ column: i, down })} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, room).map((row) => (
            <tr class={mark?.(row)} data-row tabIndex={-1}>
              {columns.map((column) => (
                <td class={kind(column)}>{column.cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > room && (
        <button class="more" type="button" onClick={() => grow(room * 4)}>
          {figure(rows.length - room)} more rows
        </button>
      )}
    </div>
  );
}

function kind<Row>(column: Column<Row>): string | undefined {
  return [column.right && "right", column.wide && "wide", column.spare && "spare"].filter(Boolean).join(" ") || undefined;
}

interface HeadingProps<Row> {
  column: Column<Row>;
  order: Order | null;
  sort: (down: boolean) => void;
}

function Heading<Row>({ column, order, sort }: HeadingProps<Row>) {
  if (!column.rank) {
    return <th scope="col" class={kind(column)} title={column.help}>{shown(column.title, 80)}</th>;
  }
  return (
    <th scope="col" class={kind(column)} title={column.help} aria-sort={order ? (order.down ? "descending" : "ascending") : "none"}>
      <button type="button" class="sort" onClick={() => sort(order ? !order.down : false)}>
        {shown(column.title, 80)}
      </button>
    </th>
  );
}
