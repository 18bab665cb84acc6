// SPDX-License-Identifier: Apache-2.0
// A browser that nothing is forgiven: each error, each violation of the policy and each request that leaves the server is
// kept, and fails the test that looks.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";

const { chromium } = createRequire(new URL("../../main/web/", import.meta.url))("playwright-core");

/** What takes longer than this on a busy machine is broken. */
const PATIENCE_MILLISECONDS = 30_000;

export const pictures = process.env.FORENSIX_PICTURES;

/** A browser, once the tables of the server hold all that is on record. */
export async function start(server) {
  await ready(server);
  if (pictures) mkdirSync(pictures, { recursive: true });
  return launch();
}

export async function launch() {
  // As root there is no sandbox; the pages are our own.
  const arguments_ = process.getuid() === 0 ? ["--no-sandbox"] : [];
  const executablePath = process.env.FORENSIX_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: [...arguments_, "--disable-gpu", "--font-render-hinting=none"] });
}

const TABLES_MILLISECONDS = 60_000;

async function ready(server) {
  for (const until = Date.now() + TABLES_MILLISECONDS; ; ) {
    const { hosts } = await (await fetch(`${server}/api/hosts`)).json();
    if (hosts.every((host) => ["ready", "following"].includes(host.index.state))) return;
    assert.ok(Date.now() < until, `tables are not ready: ${JSON.stringify(hosts)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export class Visitor {
  /** Of a server: its address; a visitor with its own cookies and settings. */
  static async visit(browser, server, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce", timezoneId: "Asia/Tokyo", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLISECONDS);
    return new Visitor(context, page, server);
  }

  constructor(context, page, server) {
    Object.assign(this, { context, page, server, wrongs: [] });
    const origin = new URL(server).origin;
    page.on("request", (request) => {
      if (!request.url().startsWith(origin + "/") && !/^(data|blob):/.test(request.url())) this.wrongs.push(`request to ${request.url()}`);
    });
    // A violation of the policy is told as an error of the console; so is that a question had ended before it was cancelled.
    page.on("console", (message) => {
      if (message.location().url.includes("/api/queries/")) return;
      if (["error", "warning"].includes(message.type())) this.wrongs.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.wrongs.push(`error: ${error.stack ?? error}`));
    page.on("dialog", (dialog) => {
      this.wrongs.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("popup", () => this.wrongs.push("popup"));
    page.on("download", () => this.wrongs.push("download"));
  }

  /** Goes to a view; what is asked for is there when all that is waited for has come. */
  async go(address) {
    await this.page.goto(`${this.server}/#/${address}`);
    await this.settled();
  }

  async settled() {
    // An address that changed is looked at in the next frame, and what it asks is asked after that.
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20)))));
    await this.page.waitForSelector("main[data-view] > *");
    await this.page.waitForFunction(() => !document.querySelector(".waiting, .asked"));
  }

  async follow(locator) {
    await locator.click();
    await this.settled();
  }

  table(name) {
    return this.page.locator(`table[data-table="${name}"]`);
  }

  /** The rows of a table, as the texts of their cells. */
  async rows(name) {
    await this.table(name).waitFor();
    return this.table(name).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  }

  async row(name, ...texts) {
    let found = this.table(name).locator("tbody tr");
    for (const text of texts) found = found.filter({ hasText: text });
    await found.first().waitFor();
    return found.first();
  }

  async picture(name) {
    if (pictures) await this.page.screenshot({ path: `${pictures}/${name}.png`, animations: "disabled" });
  }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.wrongs, []);
  }
}
