/** The same bits in every browser and in Node: the proof that a link carries, and the program that Share gives. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const STEPS = 60;
/** In `build`, so that the program finds `gradiometer` as one inside the package. */
const work = fileURLToPath(new URL(`../../../build/lab-page-${randomUUID()}/`, import.meta.url));

/** In the page: what the share dialog has in one of its tabs, once it is made. */
async function shared(index) {
  const { inLab } = globalThis;
  if (!inLab.find("dialog")) inLab.all(".extras button")[2].click();
  await inLab.until(() => inLab.all("dialog [role=tab]").length > 0);
  inLab.all("dialog [role=tab]")[index].click();
  await inLab.until(() => /v=1/.test(inLab.all("dialog textarea")[0]?.value ?? ""));
  return inLab.all("dialog textarea")[0].value;
}

/** A lab that has trained: its link and its program, and the hashes that the page says. */
async function give(stage) {
  const tab = await stage.lab({ attributes: `state="max=${STEPS}"` });
  const { step, hashes } = await tab.evaluate(() => globalThis.inLab.train());
  assert.equal(step, STEPS);
  const [link, program] = [await tab.evaluate(shared, 0), await tab.evaluate(shared, 3)];
  return { hashes, link: link.slice(link.indexOf("#")), program };
}

/** In a page: what its foot says of the proof, once it has said something. */
const verdict = () => document.querySelector("gradient-lab")?.shadowRoot?.querySelector(".hashes")?.textContent;

const opened = async (stage, kind, link) => {
  const tab = await stage.tab({ kind });
  await tab.goto(`${stage.address("/lab/index.html")}${link}`);
  await tab.waitForFunction(verdict);
  return tab.evaluate(verdict);
};

const openedInWebkit = async (stage, link) => {
  const browser = await stage.browser("webkit");
  await browser.goto(`${stage.address("/lab/index.html")}${link}`);
  const ask = `return document.querySelector("gradient-lab")?.shadowRoot?.querySelector(".hashes")?.textContent`;
  await browser.waitFor(`${ask} ? true : false`);
  return browser.evaluate(ask);
};

const BROWSERS = [
  { name: "Chromium", open: (stage, link) => opened(stage, "chromium", link) },
  { name: "Firefox", open: (stage, link) => opened(stage, "firefox", link) },
  { name: "WebKit", open: openedInWebkit },
];

export const bits = {
  title: "bits",
  checks: [
    ...BROWSERS.map(({ name, open }) => ({
      name: `a link from Chromium, opened in ${name}: the same bits`,
      async run(stage) {
        const { link } = await give(stage);
        assert.match(link, new RegExp(`n=${STEPS}&h=[0-9a-f]{8}\\.[0-9a-f]{8}`));
        const said = await open(stage, link);
        assert.match(said, /^Same bits/);
      },
    })),
    {
      name: "a link whose hash is another one: both are shown",
      async run(stage) {
        const { link, hashes } = await give(stage);
        const said = await opened(stage, "chromium", link.replace(/h=[0-9a-f]{8}/, "h=00000000"));
        assert.match(said, /^Other bits/);
        assert.ok(said.includes(hashes[0].slice(0, 8)) && said.includes("00000000"), said);
      },
    },
    {
      name: "the program that Share gives, in Node: the same bits",
      async run(stage) {
        const { program, hashes } = await give(stage);
        await mkdir(work, { recursive: true });
        try {
          await writeFile(`${work}lab.mjs`, program);
          const { stdout } = await promisify(execFile)(process.execPath, [`${work}lab.mjs`]);
          const lines = hashes.map((hash, net) => `${"AB"[net]} ${hash} the same bits as on the page`);
          assert.deepEqual(stdout.trim().split("\n"), lines);
        } finally {
          await rm(work, { recursive: true, force: true });
        }
      },
    },
  ],
};
