/**
 * Every page of the built site in Chromium, in light and dark, at 360 and 1440 px: axe must find nothing, nothing may be
 * wider than the screen, and every file of the page must be there.
 *
 *     npm run test:site                     every page; builds the site first
 *     npm run test:site -- docs/doctor      pages whose path contains it
 *     npm run test:site -- --pictures DIR   and a picture of each into the folder, to be looked at
 *
 * The last line is `N passed, N failed`.
 */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launchChromium } from "../harness/browsers.mjs";
import { serve } from "../harness/server.mjs";
import { installDebian, installTools, tools } from "../harness/tools.mjs";

const SITE = fileURLToPath(new URL("../../build/site", import.meta.url));
const WIDTHS = [360, 1440];
const THEMES = ["light", "dark"];
const BROWSERS = 2; // side by side

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: "string" } } });
const pages = readdirSync(SITE, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html") && !file.startsWith("assets"))
  .filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)))
  .sort();
if (pages.length === 0) throw new Error(`no page of ${SITE} has a path with ${positionals.join(" or ")} in it`);

await installTools();
await installDebian(["chromium"]);
const axe = readFileSync(`${tools}/axe-core/axe.min.js`, "utf8");

/** In the page: what axe finds, rule by rule, and what is wider than the screen. */
async function look() {
  const { axe, document } = globalThis;
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    iframes: false,
  }); /* each has a page of its own */
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.length} × ${nodes[0].html.slice(0, 160)}`,
  );
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return found;
  const isOutside = (element) =>
    element.getBoundingClientRect().right > clientWidth && !element.closest("pre, table, svg, nav, dialog");
  const first = [...document.body.querySelectorAll("*")].findLast(isOutside)?.outerHTML.slice(0, 160);
  return [...found, `is ${scrollWidth} px wide on a screen of ${clientWidth}: ${first}`];
}

/** What is wrong with one page, view by view. */
async function* viewsOf(tab, url, file) {
  const missing = [];
  const note = (response) => response.status() >= 400 && missing.push(`${response.status()} ${response.url()}`);
  const fail = (error) => missing.push(error.message);
  tab.on("response", note).on("pageerror", fail);
  await tab.setViewport({ width: WIDTHS[0], height: 800 });
  await tab.goto(url + file, { waitUntil: "load" });
  // A colour half way between two is nobody's choice.
  await tab.addStyleTag({
    content: "*, ::before, ::after { transition: none !important; animation: none !important }",
  });
  for (const theme of THEMES) {
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    for (const width of WIDTHS) {
      await tab.setViewport({ width, height: 800 });
      await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50))); // a turn for what listens to the view
      const view = `${width}-${theme}`;
      if (values.pictures !== undefined)
        await tab.screenshot({ path: join(values.pictures, `${file.replaceAll(/[/.]/g, "-")}-${view}.png`) });
      yield { view, found: [...(await tab.evaluate(look)), ...missing.splice(0)] };
    }
  }
  tab.off("response", note).off("pageerror", fail);
}

if (values.pictures !== undefined) mkdirSync(values.pictures, { recursive: true });
const server = await serve(SITE);
let passed = 0;
let failed = 0;
const queue = [...pages];

/** A browser of its own, since a page in the background is not drawn, looks at pages until none is left. */
async function browse() {
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    await tab.evaluateOnNewDocument(axe);
    for (let file = queue.shift(); file !== undefined; file = queue.shift())
      for await (const { view, found } of viewsOf(tab, server.url, file)) {
        if (found.length === 0) passed++;
        else failed++;
        for (const line of found) console.log(`FAIL ${file} (${view}) ${line}`);
      }
  } finally {
    await browser.close();
  }
}

try {
  await Promise.all(Array.from({ length: BROWSERS }, browse));
} finally {
  server.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
