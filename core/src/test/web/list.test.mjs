// SPDX-License-Identifier: Apache-2.0
// A list of half a million rows (BusyArchive), of which each tells its number: what is seen is what belongs there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, Visitor } from "./browser.mjs";

const SERVER = process.env.FORENSIX_STORE_SERVER;
const CALLS = 500_000;
let browser;
let visitor;
let list;

before(async () => {
  browser = await start(SERVER);
  visitor = await Visitor.visit(browser, SERVER);
  await visitor.go("process?host=busy&process=100&tab=calls&call=alarm");
  list = visitor.page.locator('[data-list="calls"]');
  await list.waitFor();
});
after(async () => {
  await browser?.close();
});

/** The rows that are seen, when all have come: each is the call of its number, and they follow each other. */
async function seen() {
  // After a jump the rows of before stand there until the next frame, out of sight.
  await visitor.page.waitForFunction(() => {
    const all = [...document.querySelectorAll('[data-list="calls"] .at')];
    if (all.length === 0) return false;
    const box = all[0].closest(".rows").getBoundingClientRect();
    const seen = all.filter((row) => row.getBoundingClientRect().top >= box.top - 1 && row.getBoundingClientRect().top < box.bottom - 22);
    return seen.length > 20 && all.every((row) => row.textContent.includes("alarm("));
  });
  const rows = await list.locator(".at").evaluateAll((all) => {
    const box = all[0].closest(".rows").getBoundingClientRect();
    return all
      .map((row) => ({ index: Number(row.dataset.index), number: Number(/alarm\((\d+)\)/.exec(row.textContent)[1]), top: row.getBoundingClientRect().top - box.top, room: box.height }))
      .filter((row) => row.top > -1 && row.top < row.room - 22)
      .sort((a, b) => a.top - b.top);
  });
  assert.ok(rows.length > 20, String(rows.length));
  rows.forEach((row, i) => {
    assert.equal(row.number, row.index);
    assert.equal(row.index, rows[0].index + i);
    if (i) assert.ok(Math.abs(row.top - rows[i - 1].top - 22) < 0.6);
  });
  return rows;
}

const scroll = (part) => list.evaluate((element, to) => element.scrollTo(0, (element.scrollHeight - element.clientHeight) * to), part);

test("it knows how many there are, and lays out what is seen", async () => {
  assert.equal(Number(await list.getAttribute("data-count")), CALLS);
  assert.ok((await list.locator(".at").count()) < 100);
  assert.equal((await seen())[0].index, 0);
});

for (const part of [0.25, 0.5, 0.9]) {
  test(`at ${part} of the bar are the rows at ${part} of all`, async () => {
    await scroll(part);
    const [first] = await seen();
    assert.ok(Math.abs(first.index - CALLS * part) < 100, String(first.index));
  });
}

test("at the end of the bar is the last row", async () => {
  await scroll(1);
  assert.equal((await seen()).at(-1).index, CALLS - 1);
});

test("a turn of the wheel goes on by rows that were just below", async () => {
  await scroll(0.5);
  const rows = await seen();
  await list.hover();
  await visitor.page.mouse.wheel(0, 100);
  await visitor.page.waitForFunction((before) => Number(document.querySelector('[data-list="calls"] .at').dataset.index) > before - 8, rows[0].index);
  const [first] = await seen();
  assert.ok(first.index > rows[0].index && first.index <= rows.at(-1).index, `${rows[0].index} ${first.index} ${rows.at(-1).index}`);
});

test("nothing went wrong meanwhile", async () => {
  await visitor.leave();
});
