// SPDX-License-Identifier: Apache-2.0
// What was recorded of somebody who means harm (HostileArchive) is looked at in every view, and does nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, Visitor } from "./browser.mjs";

const SERVER = process.env.FORENSIX_STORE_SERVER;
// Characters that must not come to the page: what controls, hides, or turns the direction of writing.
const UNSEEN = "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]";
let browser;
let visitor;

before(async () => {
  browser = await start(SERVER);
  visitor = await Visitor.visit(browser, SERVER);
  await visitor.go("sql?host=hostile&sql=SELECT DISTINCT path FROM file ORDER BY path");
});
after(async () => {
  await browser?.close();
});

/** An address of the host that means harm. */
const address = (view, values) => `${SERVER}/#/${view}?${new URLSearchParams({ host: "hostile", ...values })}`;

/** Nothing ran, nothing became an element of its own, and nothing is there that cannot be seen. */
async function harmless() {
  const { page } = visitor;
  assert.equal(await page.evaluate(() => window.owned), undefined);
  assert.equal(await page.evaluate(() => document.querySelectorAll("main img, main script, main iframe, main [onload], main [onerror], main [onmouseover]").length), 0);
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href")?.startsWith("#/") && a.getAttribute("href") !== null).length), 0);
  const found = await page.evaluate((unseen) => {
    const text = document.querySelector("main").textContent + document.title + [...document.querySelectorAll("[title]")].map((each) => each.title).join("");
    const at = text.search(new RegExp(unseen));
    return at < 0 ? null : JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  }, UNSEEN);
  assert.equal(found, null);
  assert.doesNotMatch(await page.title(), /owned$/);
}

async function paths() {
  return visitor.page.evaluate(async () => {
    const sql = "SELECT DISTINCT path FROM file WHERE path LIKE '/tmp/%' OR path LIKE 'java%' ORDER BY path";
    const answer = await fetch("/api/hosts/hostile/sql", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ sql }) });
    return (await answer.json()).rows.map((row) => row[0]);
  });
}

test("files with names that are markup, or no names at all", async () => {
  const all = await paths();
  assert.ok(all.length >= 11, JSON.stringify(all));
  for (const path of all) {
    await visitor.page.goto(address("file", { path }));
    await visitor.settled();
    await harmless();
    if (path.startsWith("/tmp/") && path.length < 1000 && !path.includes("\ufffd")) {
      const writers = await visitor.rows("writers");
      assert.equal(writers.length, 1, path);
      assert.ok((await visitor.page.locator("[data-content]").innerText()).includes("<script>owned=1</script>"), path);
    }
  }
});

test("what cannot be seen is shown as an escape", async () => {
  await visitor.page.goto(address("file", { path: "/tmp/invoice\u202egpj.exe" }));
  await visitor.settled();
  assert.equal(await visitor.page.locator("h1").innerText(), "/tmp/invoice\\u{202e}gpj.exe");
  assert.equal(await visitor.page.locator("h1 .escape").innerText(), "\\u{202e}");
});

for (const view of ["overview", "process?process=100", "process?process=100&tab=descriptors", "process?process=100&tab=io", "process?process=100&tab=calls&family=true",
  "process?process=200", "session?id=1", "graph?process=100&direction=forward&reads=all", "search?q=owned", "live",
  "sql?sql=SELECT * FROM event", "sql?sql=SELECT '<img src=x onerror=owned=1>' AS \"<script>owned=1</script>\", chr(8238) AS bidi",
  "process?process=<script>owned=1</script>", "<img src=x onerror=owned=1>", "file?path=</title><script>owned=1</script>", "session?id=9999999999999999999999"]) {
  test(`harmless: ${view}`, async () => {
    await visitor.page.goto(`${SERVER}/#/${encodeURI(view)}${view.includes("?") ? "&" : "?"}host=hostile`);
    await visitor.settled();
    await harmless();
    // The browser tells of each answer that is an error: these addresses are wrong.
    visitor.wrongs = visitor.wrongs.filter((wrong) => !/status of 4(00|04)/.test(wrong));
    assert.deepEqual(visitor.wrongs, []);
  });
}

test("a line of a megabyte is cut, and the page stays quick", async () => {
  await visitor.go("process?process=100&tab=io&host=hostile");
  await visitor.follow(visitor.page.getByRole("button", { name: "bytes of /dev/pts/0" }));
  const longest = (await visitor.rows("io")).at(-1);
  assert.ok(longest[3] === "1,048,576" && longest[4].length < 1000, longest[3]);
  const began = performance.now();
  await visitor.page.locator('table[data-table="io"] button.more').last().click();
  assert.ok(performance.now() - began < 2000);
});

test("a terminal that was driven drives only the player's", async () => {
  await visitor.go("overview?host=hostile");
  await visitor.go("session?id=1&t=0.0105&host=hostile");
  await visitor.page.locator(".ap-term-text").waitFor();
  const lines = visitor.page.locator(".ap-term-text");
  await visitor.page.waitForFunction(() => document.querySelector(".ap-term-text").textContent.includes("still here"));
  assert.ok((await lines.innerText()).length < 200_000);
  assert.equal(await visitor.page.evaluate(() => window.owned), undefined);
  assert.match(await visitor.page.title(), /^Session 1/);
  assert.equal(await visitor.page.locator(".player a, .player script, .player img").count(), 0);
});

test("what is lost is marked, and what that makes uncertain is said", async () => {
  await visitor.go("overview?host=hostile");
  assert.match(await visitor.page.locator("main").innerText(), /lost records\s+7/);
  const [loss] = await visitor.rows("losses");
  assert.deepEqual([loss[2], loss[3], loss[5]], ["lost", "7", "no room"]);
  const reds = await visitor.page.evaluate(() => {
    const canvas = document.querySelector(".chart canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 40 && data[i] > 150 && data[i + 1] < 90 && data[i + 2] < 110) count++;
    return count;
  });
  assert.ok(reds > 100, String(reds));
  await visitor.go("process?process=100&host=hostile");
  assert.match(await visitor.page.locator("main").innerText(), /Not certain: 7 records/);
});

test("each host of a collector's folder is there, and links stay on it", async () => {
  await visitor.go("overview?host=hostile");
  assert.deepEqual(await visitor.page.getByLabel("Host", { exact: true }).locator("option").allInnerTexts(), ["busy", "hostile", "sample"]);
  assert.equal((await visitor.rows("hosts")).length, 3);
  await visitor.page.getByLabel("Host", { exact: true }).selectOption("sample");
  await visitor.page.getByRole("heading", { name: "harbor" }).waitFor();
  await visitor.follow((await visitor.row("sessions", "pts/0")).getByRole("link", { name: "483" }));
  assert.match(await visitor.page.evaluate(() => location.hash), /host=sample/);
  assert.match(await visitor.page.locator("h1").innerText(), /login/);
  await visitor.page.keyboard.press("g");
  await visitor.page.keyboard.press("o");
  await visitor.page.getByRole("heading", { name: "harbor" }).waitFor();
});

test("nothing went wrong meanwhile", async () => {
  await visitor.leave();
});
