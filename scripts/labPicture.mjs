/**
 * Takes the picture of the lab for README.md and the site's front, docs/images/lab.png, after its first 600 steps.
 *
 *     npm run picture:lab
 *
 * What it shows follows from the seed; how its letters look depends on the fonts of the machine.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("..", import.meta.url);
const FILE = fileURLToPath(new URL("docs/images/lab.png", root));
const { launchChromium } = await import(new URL("tests/harness/browsers.mjs", root).href);

/** The page as the command line serves it: its address stands in the first line that it prints. */
async function serve() {
  const child = spawn(process.execPath, ["dist/cli.js", "lab", "--port", "0"], { cwd: fileURLToPath(root) });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  return { child, address: /https?:\/\/\S+/.exec(line)[0] };
}

/** Trained to the end; without the page's own heading. */
async function photograph(address) {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1180, height: 900, deviceScaleFactor: 1.5 });
    await page.goto(new URL("embed.html", address).href);
    await page.waitForFunction(() => performance.getEntriesByName("gradient-lab:first").length > 0);
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const lab = globalThis.document.querySelector("gradient-lab");
          lab.addEventListener("done", resolve, { once: true });
          lab.play();
        }),
    );
    const cards = await page.waitForSelector(">>> .cards");
    await cards.screenshot({ path: FILE });
  } finally {
    await browser.close();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { child, address } = await serve();
  try {
    await photograph(address);
    console.log(`Wrote ${FILE}`);
  } finally {
    child.kill();
  }
}
