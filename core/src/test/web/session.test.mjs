// SPDX-License-Identifier: Apache-2.0
// The session of the sample, played: the screen is what the one who typed saw, and each command leads to its moment.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { start, Visitor } from "./browser.mjs";

const SERVER = process.env.FORENSIX_SERVER;
const SAMPLE = process.env.FORENSIX_SAMPLE;
const ROWS = 30;
let browser;
let visitor;

before(async () => {
  browser = await start(SERVER);
  visitor = await Visitor.visit(browser, SERVER);
});
after(async () => {
  await browser?.close();
});

/** What was on the screen when a line was typed and not yet sent, as the one who typed it tells. */
function screenWith(line) {
  const shown = readFileSync(`${SAMPLE}/shown`, "utf8").replaceAll("\r", "").split("\n");
  const keys = readFileSync(`${SAMPLE}/keys`, "utf8").split("\n").filter(Boolean).map((key) => key.split("\t"));
  let at = -1;
  for (const [asks, text] of keys.slice(0, line)) {
    const echoed = asks.startsWith("Password") ? "" : text.replace(/\\r$/, "");
    at = shown.findIndex((each, i) => i > at && each.trimEnd().endsWith((asks + echoed).trimEnd()));
    assert.ok(at >= 0, `${asks}${echoed} is on the screen`);
  }
  return shown.slice(0, at + 1).slice(-ROWS).map((each) => each.trimEnd());
}

/** When a line was sent, in ns since 1970. */
function typed(line) {
  return BigInt(readFileSync(`${SAMPLE}/truth`, "utf8").split("\n").find((each) => each.startsWith(`typed ${line} `)).split(" ")[2]);
}

async function screen() {
  const text = await visitor.page.locator(".ap-term-text").innerText();
  return text.split("\n").map((line) => line.replaceAll("\u00a0", " ").trimEnd()).join("\n").trim().split("\n");
}

async function began() {
  const response = await visitor.page.request.get(`${SERVER}/api/hosts`);
  const { hosts } = await response.json();
  const session = await (await visitor.page.request.get(`${SERVER}/api/hosts/${hosts[0].host}/sessions/1`)).json();
  const [whole, fraction] = session.recording.began.replace("Z", "").split(".");
  return BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt(fraction);
}

for (const line of [3, 9, 21]) {
  test(`the screen with line ${line} typed is as it was`, async () => {
    const at = Number(typed(line) - (await began())) / 1e9 - 0.005;
    await visitor.go("overview");
    await visitor.go(`session?id=1&t=${at.toFixed(3)}`);
    const expected = screenWith(line);
    await visitor.page.waitForFunction((last) => document.querySelector(".ap-term-text")?.textContent.replaceAll("\u00a0", " ").includes(last), expected.at(-1));
    assert.deepEqual(await screen(), expected);
  });
}

test("a click on a command goes to its moment and shows its process", async () => {
  await visitor.go("session?id=1");
  assert.equal((await visitor.rows("commands")).length, 18);
  await visitor.page.getByRole("button", { name: "cp kit /usr/lib/fontd" }).click();
  await visitor.page.waitForFunction(() => document.querySelector(".ap-term-text")?.textContent.replaceAll("\u00a0", " ").includes("# cp kit /usr/lib/fontd; chmod 755"));
  assert.match(await visitor.page.locator("#shown").innerText(), /Process 532[\s\S]*cp kit \/usr\/lib\/fontd/);
  assert.match(await visitor.page.locator("tr.chosen").innerText(), /cp kit/);
  await visitor.picture("session");
});

test("the time of the player marks the command of that time, as it goes on", async () => {
  await visitor.page.getByRole("button", { name: "su keeper" }).click();
  assert.match(await visitor.page.locator("tr.chosen").innerText(), /su keeper/);
  await visitor.page.locator("main h1").click();
  await visitor.page.keyboard.press("Space");
  // bash follows su a second and a half later.
  await visitor.page.waitForFunction(() => /bash/.test(document.querySelector("tr.chosen")?.textContent ?? ""));
  await visitor.page.keyboard.press("Space");
  const now = Number(await visitor.page.locator("[data-now]").getAttribute("data-now"));
  assert.ok(now > 8 && now < 13, String(now));
  // It stands still; where a slow browser has it stop, nobody knows.
  await visitor.page.waitForFunction(() => {
    const now = document.querySelector("[data-now]").dataset.now;
    const still = now === window.stood;
    window.stood = now;
    return still;
  }, null, { polling: 400 });
  const chosen = () => visitor.page.locator('table[data-table="commands"] tbody tr').evaluateAll((rows) => rows.findIndex((row) => row.classList.contains("chosen")));
  const next = (await chosen()) + 1;
  await visitor.page.keyboard.press("n");
  await visitor.page.waitForFunction((at) => document.querySelectorAll('table[data-table="commands"] tbody tr')[at].classList.contains("chosen"), next);
});

test("it plays in its own time", async () => {
  await visitor.go("overview");
  await visitor.go("session?id=1&t=5");
  await visitor.page.locator(".ap-term-text").waitFor();
  await visitor.page.locator("main h1").click();
  const seconds = () => visitor.page.locator("[data-now]").getAttribute("data-now").then(Number);
  await visitor.page.keyboard.press("Space");
  await visitor.page.waitForFunction(() => Number(document.querySelector("[data-now]").dataset.now) > 5.2);
  const [first, began_] = [await seconds(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const [second, ended] = [await seconds(), performance.now()];
  const off = second - first - (ended - began_) / 1000;
  assert.ok(Math.abs(off) < 0.5, `${off} s off`);
});

test("its process, and from there back to the moment", async () => {
  await visitor.go("process?process=521");
  await visitor.follow(visitor.page.locator("[data-session] a"));
  await visitor.page.waitForFunction(() => /\.font -p/.test(document.querySelector("tr.chosen")?.textContent ?? ""));
});

test("nothing went wrong meanwhile", async () => {
  await visitor.leave();
});
