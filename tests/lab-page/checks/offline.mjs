/** From a folder on the disk, with no server: the classic script. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDrawn, isReady } from "../inPage.mjs";
import { pageOf } from "../stage.mjs";

const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
const work = fileURLToPath(new URL(`../../../build/lab-page-${randomUUID()}/`, import.meta.url));

/** The folder that a lecturer copies: a page and the script beside it. */
async function withFolder(use) {
  await mkdir(work, { recursive: true });
  try {
    await copyFile(`${dist}element.iife.js`, `${work}element.iife.js`);
    const lab = '<gradient-lab state="A=sigmoid.standard.4x8.sgd:0.5&amp;B=off&amp;max=20"></gradient-lab>';
    await writeFile(`${work}page.html`, pageOf(lab, { head: '<script defer src="element.iife.js"></script>' }));
    return await use(pathToFileURL(`${work}page.html`).href);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const inPuppeteer = (kind) => (stage) =>
  withFolder(async (address) => {
    const tab = await stage.tab({ kind });
    await tab.goto(address);
    await tab.waitForFunction(isReady);
    // Parts that other pages load when they are wanted are inside.
    const { step, errors, dialogs } = await tab.evaluate(async () => {
      const { inLab, seen } = globalThis;
      const done = await inLab.train();
      inLab.all(".extras button")[2].click();
      await inLab.until(() => inLab.find("dialog textarea")?.value.includes("v=1"));
      return { step: done.step, errors: seen.errors, dialogs: inLab.all("dialog").length };
    });
    assert.deepEqual({ step, errors, dialogs }, { step: 20, errors: [], dialogs: 1 });
  });

export const offline = {
  title: "offline",
  checks: [
    { name: "Chromium", run: inPuppeteer("chromium") },
    { name: "Firefox", run: inPuppeteer("firefox") },
    ...["chromium", "firefox"].map((kind) => ({
      name: `the lab's own page, in ${kind}`,
      async run(stage) {
        const tab = await stage.tab({ kind });
        await tab.goto(`${pathToFileURL(`${dist}lab/index.html`).href}#s=2&max=20`);
        await tab.waitForFunction(isReady);
        const { step } = await tab.evaluate(() => globalThis.inLab.train());
        assert.equal(step, 20);
      },
    })),
    {
      name: "WebKit",
      run: (stage) =>
        withFolder(async (address) => {
          const browser = await stage.browser("webkit");
          await browser.goto(address);
          await browser.waitFor(`return (${isDrawn})()`);
        }),
    },
  ],
};
