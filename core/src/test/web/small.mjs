// SPDX-License-Identifier: Apache-2.0
// small.mjs FROM TO NAME...: screenshots as the documentation has them: the PNG files of one folder as small WebP files in
// another. The browser that took them converts them.
import { readFileSync, writeFileSync } from "node:fs";
import { launch } from "./browser.mjs";

const QUALITY = 0.8;

const [from, to, ...names] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage();
for (const name of names) {
  const png = readFileSync(`${from}/${name}.png`).toString("base64");
  const webp = await page.evaluate(async ([data, quality]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, [png, QUALITY]);
  writeFileSync(`${to}/web-${name}.webp`, Buffer.from(webp));
  console.log(`${to}/web-${name}.webp: ${webp.length} bytes`);
}
await browser.close();
