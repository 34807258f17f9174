// Opens each page given in a headless Chromium, at the widths of a desk and of a telephone, light, dark and in print;
// prints as JSON what went wrong there. With a folder after `--pictures` it leaves pictures to be looked at.
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = [
  { name: "desk", width: 1280, scheme: "light", media: "screen" },
  { name: "telephone", width: 390, scheme: "light", media: "screen" },
  { name: "dark", width: 1280, scheme: "dark", media: "screen" },
  { name: "print", width: 700, scheme: "light", media: "print" },
];
const given = process.argv.slice(2);
const at = given.indexOf("--pictures");
const folder = at < 0 ? null : given.splice(at, 2)[1];
if (folder) mkdirSync(folder, { recursive: true });

const executablePath = process.env.CHROMIUM || (await chromium.executablePath());
const browser = await puppeteer.launch({ executablePath, args: chromium.args, headless: "shell" });
const found = [];
for (const file of given) {
  const page = await browser.newPage();
  const requests = [];
  const faults = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  const url = pathToFileURL(file).href;
  for (const view of VIEWS) {
    await page.setViewport({ width: view.width, height: 900 });
    await page.emulateMediaType(view.media);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
    await page.goto(url);
    const seen = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      high: document.documentElement.scrollHeight,
      smallest: Math.min(
        ...[...document.querySelectorAll("main p, main td, main text, main dd")]
          .filter((node) => node.textContent.trim() && node.getClientRects().length)
          .map((node) => parseFloat(getComputedStyle(node).fontSize) * (node.getScreenCTM?.()?.a ?? 1)),
      ),
    }));
    if (folder) {
      for (let top = 0; top < Math.min(seen.high, 6000); top += 1500) {
        const clip = { x: 0, y: top, width: view.width, height: Math.min(1500, seen.high - top) };
        const path = join(folder, `${basename(file, ".html")}-${view.name}-${top / 1500}.png`);
        await page.screenshot({ path, clip, captureBeyondViewport: true });
      }
    }
    await page.evaluate(`${axe};0`);
    const { violations } = await page.evaluate("axe.run()");
    const broken = violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`);
    found.push({ file: basename(file), view: view.name, width: view.width, ...seen, broken });
  }
  const pages = await page.pdf({ format: "A4", printBackground: true });
  found.push({ file: basename(file), requests: requests.filter((one) => one !== url), faults, pdf: pages.length });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(found));
