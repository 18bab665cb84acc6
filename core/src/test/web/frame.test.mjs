// SPDX-License-Identifier: Apache-2.0
// The frame of the page: it loads quickly and from here alone, by keys, in both themes, by both clocks, on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, Visitor } from "./browser.mjs";

const SERVER = process.env.FORENSIX_SERVER;
const MOST_MILLISECONDS = 1000;
const TURNS = 5;
const PROBE_MILLISECONDS = 40;
const VIEWS = ["overview", "file?path=/etc/passwd", "process?process=521", "process?process=521&tab=calls", "session?id=1", "graph?path=/usr/lib/fontd&direction=back", "search?q=fontd", "sql", "live"];
let browser;

before(async () => {
  browser = await start(SERVER);
});
after(async () => {
  await browser?.close();
});

async function visiting(options, does) {
  const visitor = await Visitor.visit(browser, SERVER, options);
  await does(visitor);
  await visitor.leave();
}

/** How many times as long as alone a program takes here now: what others do on this machine is not the page's time. */
function crowd() {
  const [began, busy] = [performance.now(), process.cpuUsage()];
  for (let cpu = 0; cpu < PROBE_MILLISECONDS * 1000; ) {
    const { user, system } = process.cpuUsage(busy);
    cpu = user + system;
  }
  return Math.max(1, (performance.now() - began) / PROBE_MILLISECONDS);
}

test("each view is there in under a second", async () => {
  await visiting({}, async (visitor) => {
    await visitor.go("overview");
    for (const view of VIEWS) {
      const tries = [];
      for (let turn = 0; turn < TURNS && !(tries.at(-1)?.alone < MOST_MILLISECONDS); turn++) {
        await visitor.page.goto("about:blank");
        const before = crowd();
        const began = performance.now();
        await visitor.go(view);
        const took = performance.now() - began;
        tries.push({ took: Math.round(took), alone: Math.round((took * 2) / (before + crowd())) });
      }
      console.log(`${view}: ${tries.map(({ took, alone }) => `${took} (alone ${alone})`).join(", ")} ms`);
      assert.ok(tries.at(-1).alone < MOST_MILLISECONDS, `${view}: ${JSON.stringify(tries)}`);
    }
  });
});

test("the policy forbids what the page does not need", async () => {
  await visiting({}, async (visitor) => {
    const response = await visitor.page.goto(`${SERVER}/`);
    const policy = response.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    assert.equal(response.headers()["x-content-type-options"], "nosniff");
    assert.equal(response.headers()["referrer-policy"], "no-referrer");
  });
});

test("keys go everywhere, and ? tells them", async () => {
  await visiting({}, async ({ page, ...visitor }) => {
    await page.goto(`${SERVER}/#/overview`);
    await page.waitForSelector("main[data-view=overview] .panel");
    const seen = async (view) => page.waitForSelector(`main[data-view=${view}]`);
    for (const [key, view] of [["f", "file"], ["s", "session"], ["q", "sql"], ["l", "live"], ["r", "search"], ["g", "graph"], ["p", "process"], ["o", "overview"]]) {
      await page.locator("body").press("Escape");
      await page.evaluate(() => document.activeElement?.blur());
      await page.keyboard.press("g");
      await page.keyboard.press(key);
      await seen(view);
    }
    await page.keyboard.press("?");
    assert.match(await page.getByRole("dialog").innerText(), /next row[\s\S]*UTC or local/);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.locator('table[data-table="sessions"]').waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await seen("session");
    await page.keyboard.press("/");
    await page.keyboard.type("eve");
    await page.keyboard.press("Enter");
    await seen("search");
    assert.ok(visitor);
  });
});

test("times are shown by the clock one chooses, and stay chosen", async () => {
  await visiting({}, async (visitor) => {
    await visitor.go("file?path=/etc/passwd");
    assert.match((await visitor.rows("writers"))[0][0], /^22:51:37\.172481469$/);
    await visitor.page.getByRole("button", { name: "UTC" }).click();
    assert.match((await visitor.rows("writers"))[0][0], /^07:51:37\.172481469$/);
    await visitor.page.reload();
    await visitor.settled();
    assert.match((await visitor.rows("writers"))[0][0], /^07:51:37\.172481469$/);
  });
});

test("dark where the system is, and where one chooses it", async () => {
  await visiting({ colorScheme: "dark" }, async (visitor) => {
    await visitor.go("overview");
    const background = () => visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await visitor.picture("overview-dark");
    await visitor.go("session?id=1&t=24");
    await visitor.picture("session-dark");
    await visitor.page.locator("main h1").click();
    await visitor.page.keyboard.press("d");
    assert.notEqual(await background(), dark);
    await visitor.page.keyboard.press("d");
    assert.equal(await background(), dark);
  });
});

test("on a phone nothing is wider than the screen, and each view is there", async () => {
  await visiting({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async (visitor) => {
    for (const view of VIEWS) {
      await visitor.go(view);
      const [wide, room] = await visitor.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= room, `${view}: ${wide} of ${room}`);
      await visitor.picture(`phone-${view.replace(/\W.*/, "")}`);
    }
  });
});

test("an address that is wrong says what to do", async () => {
  await visiting({}, async (visitor) => {
    await visitor.go("nowhere");
    assert.match(await visitor.page.locator("main").innerText(), /There is no view “nowhere”/);
    await visitor.go("file?path=/no/such/file");
    assert.match(await visitor.page.locator("#writers").innerText(), /Nobody wrote to it/);
    // Of what was in it the server says that it knows no such file, and the browser that this is an error.
    visitor.wrongs = visitor.wrongs.filter((wrong) => !wrong.includes("status of 404"));
    await visitor.go("search?q=zzzzzzzz");
    assert.match(await visitor.page.locator("main").innerText(), /is in no path/);
  });
});
