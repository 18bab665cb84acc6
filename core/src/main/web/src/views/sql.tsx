// SPDX-License-Identifier: Apache-2.0
// Anything else: SQL, with the tables beside it.
import type { Relation, Table as Answer } from "../../generated/api";
import { useMemo, useRef, useState } from "preact/hooks";
import { change } from "../address";
import { Answered, useAnswer, useQuestion } from "../answer";
import { ask, url } from "../api";
import { useHosts } from "../hosts";
import { useKeys } from "../keys";
import { Panel, Time } from "../parts";
import { Table, type Column } from "../table";
import { Note, Text, figure } from "../text";
import type { ViewProps } from "../views";

const FIRST = "SELECT time, pid, uid, tty, command FROM commands ORDER BY time";

export function SqlView({ values }: ViewProps) {
  const sql = values.get("sql");
  const field = useRef<HTMLTextAreaElement>(null);
  const run = () => change({ sql: field.current!.value });
  useKeys([{ press: "i", does: "write SQL; Ctrl+Enter asks", act: () => field.current?.focus() }]);
  return (
    <div class="columns side">
      <div class="stack">
        <Panel title="SQL" tools={<><span class="quiet">Ctrl+Enter</span><button type="button" onClick={run}>Ask</button></>}>
          <div class="sql">
            <textarea ref={field} key={sql} spellcheck={false} aria-label="SQL" defaultValue={sql ?? FIRST}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                  event.preventDefault();
                  run();
                }
              }} />
          </div>
          <Note>One statement that only reads. The address keeps it.</Note>
        </Panel>
        {sql && <Result sql={sql} />}
      </div>
      <Schema insert={(name) => insert(field.current!, name)} />
    </div>
  );
}

function insert(field: HTMLTextAreaElement, text: string): void {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.focus();
}

function Result({ sql }: { sql: string }) {
  const host = useHosts().chosen;
  // The parameters that dates of the tutorial's questions need are written into the text.
  const asked = useQuestion<Answer>(url("/api/hosts/{host}/sql", { host }), ask, useMemo(() => ({ sql, limit: 5000, width: 2000 }), [sql]));
  return (
    <Panel title="Answer" id="answer">
      <Answered of={asked}>
        {(answer) => (
          <>
            <Note>
              {figure(answer.rows.length)} rows{answer.more && " of more: a LIMIT, or a sum, would say more"} in {answer.seconds.toFixed(3)} s
            </Note>
            <Rows answer={answer} />
          </>
        )}
      </Answered>
    </Panel>
  );
}

function Rows({ answer }: { answer: Answer }) {
  const columns = answer.columns.map((column, i): Column<unknown[]> => ({
    title: column.name,
    right: column.number,
    rank: (row) => rank(row[i]),
    cell: (row) => <Value value={row[i]} />,
  }));
  return <Table name="answer" columns={columns} rows={answer.rows as unknown[][]} most={200} empty="No row answers this." />;
}

function rank(value: unknown): string | number | null {
  return typeof value === "number" || typeof value === "string" ? value : value === null || value === undefined ? null : JSON.stringify(value);
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span class="none">NULL</span>;
  if (typeof value === "string") return TIME.test(value) ? <Time value={value} day digits={9} /> : <Text value={value} />;
  if (typeof value === "number" || typeof value === "boolean") return <>{String(value)}</>;
  return <Text value={JSON.stringify(value)} />;
}

function Schema({ insert }: { insert: (name: string) => void }) {
  const schema = useAnswer("/api/schema", {});
  const [wanted, want] = useState("");
  return (
    <Panel title="Tables" tools={<input size={12} placeholder="find" aria-label="Find in tables" onInput={(event) => want(event.currentTarget.value.toLowerCase())} />}>
      <Answered of={schema}>
        {(answer) => (
          <div class="schema">
            {answer.relations.filter((relation) => matches(relation, wanted)).map((relation) => (
              <details open={wanted !== ""}>
                <summary>{relation.name} <span class="quiet">{relation.view ? "view" : ""}</span></summary>
                <p class="quiet">{relation.comment}</p>
                <dl>
                  {relation.columns.map((column) => (
                    <>
                      <dt><button type="button" onClick={() => insert(column.name)}>{column.name}</button> <span class="faint">{column.type}</span></dt>
                      <dd>{column.comment}</dd>
                    </>
                  ))}
                </dl>
              </details>
            ))}
          </div>
        )}
      </Answered>
    </Panel>
  );
}

function matches(relation: Relation, wanted: string): boolean {
  return relation.name.includes(wanted) || relation.columns.some((column) => column.name.includes(wanted));
}
