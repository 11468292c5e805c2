/** Who can use the lab: axe finds nothing, the keyboard reaches all, and the live region leaves time to listen. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tools } from "../../harness/tools.mjs";

const WIDTHS = [360, 768, 1440];
const SCHEMES = ["light", "dark"];
const LANGUAGES = ["en", "fr", "ko"];
const QUIET = 5000; // ms between two sentences of the live region
const SCENES = 10;

/** In the page: what axe finds, rule by rule. */
async function look() {
  const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.length} × ${nodes[0].html.slice(0, 160)}`);
}

/** In the page: what can be opened, one after the other, each until it is closed again. A row is something that opens. */
const OPENED = [
  { name: "as it comes", open: () => {}, close: () => {} },
  {
    name: "table and settings",
    open: () => globalThis.inLab.all("details").forEach((details) => (details.open = true)),
    close: () => globalThis.inLab.all("details").forEach((details) => (details.open = false)),
  },
  {
    name: "dialog",
    open: async () => {
      globalThis.inLab.all(".extras button")[2].click();
      await globalThis.inLab.until(() => globalThis.inLab.find("dialog textarea")?.value.includes("v=1"));
    },
    close: () => globalThis.inLab.find("dialog").close(),
  },
  {
    name: "tour",
    open: async () => {
      globalThis.inLab.all(".extras button")[1].click();
      await globalThis.inLab.until(() => globalThis.inLab.find(".gl-tour"));
    },
    close: () => globalThis.inLab.find(".gl-tour-leave").click(),
  },
];

/** With the doctor's panel, whose examination takes a while, at one width alone. */
async function askDoctor(tab) {
  await tab.evaluate(() => globalThis.inLab.all(".gl-why")[0].click());
  await tab.evaluate(() => globalThis.inLab.all(".gl-examine")[0].click());
  await tab.waitForFunction(
    () =>
      globalThis.inLab.find(".gl-report")?.childElementCount > 0 &&
      globalThis.inLab.all(".gl-doctor progress").length === 0,
  );
}

/** Presses Tab until the focus is where it is wanted. */
async function tabTo(tab, selector) {
  for (let presses = 0; presses < 60; presses++) {
    await tab.keyboard.press("Tab");
    if (
      await tab.evaluate(
        (wanted) => document.querySelector("gradient-lab").shadowRoot.activeElement?.matches(wanted),
        selector,
      )
    )
      return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

export const access = {
  title: "access",
  checks: [
    ...LANGUAGES.map((language) => ({
      name: `axe finds nothing at ${WIDTHS.join(", ")} px in light and dark, in ${language}`,
      async run(stage) {
        const state = "A=sigmoid.standard.6x16.sgd:0.5&amp;max=40";
        const body = `<main><h1>A page</h1><gradient-lab state="${state}"></gradient-lab></main>`;
        const tab = await stage.lab({ body, page: { attributes: `lang="${language}"` } });
        await tab.evaluate(readFileSync(`${tools}/axe-core/axe.min.js`, "utf8"));
        await tab.evaluate(() => globalThis.inLab.train());
        const found = [];
        let looks = 0;
        const lookAt = async (what) => {
          for (const scheme of SCHEMES) {
            await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
            for (const width of WIDTHS) {
              await tab.setViewport({ width, height: 900 });
              found.push(...(await tab.evaluate(look)).map((line) => `${what}, ${width} px, ${scheme}: ${line}`));
              looks++;
            }
          }
        };
        for (const { name, open, close } of OPENED) {
          await tab.evaluate(open);
          await lookAt(name);
          await tab.evaluate(close);
        }
        // The tour has left its last scene behind.
        await tab.evaluate(
          async (text) => {
            document.querySelector("gradient-lab").state = text;
            await globalThis.inLab.wait(100);
            await globalThis.inLab.train();
          },
          `${state.replaceAll("&amp;", "&")}&s=2`,
        );
        await askDoctor(tab);
        await lookAt("doctor");
        assert.equal(found.length, 0, [...new Set(found)].join("\n"));
        return `${looks} looks`;
      },
    })),
    {
      name: "the tour by keyboard alone",
      async run(stage) {
        const tab = await stage.lab();
        await tabTo(tab, ".extras button:nth-of-type(2)");
        await tab.keyboard.press("Enter");
        await tab.waitForFunction(() => globalThis.inLab.find(".gl-tour-title"));
        const title = () => tab.evaluate(() => globalThis.inLab.find(".gl-tour-title").textContent);
        const titles = [await title()];
        await tabTo(tab, ".gl-tour-next");
        for (let scene = 1; scene < SCENES; scene++) {
          await tab.keyboard.press(scene === 1 ? "Enter" : scene % 2 === 0 ? "PageDown" : "ArrowRight");
          await tab.waitForFunction(
            (before) => globalThis.inLab.find(".gl-tour-title").textContent !== before,
            {},
            titles.at(-1),
          );
          titles.push(await title());
        }
        assert.equal(new Set(titles).size, SCENES);
        await tab.keyboard.press("PageUp");
        await tab.waitForFunction(
          (before) => globalThis.inLab.find(".gl-tour-title").textContent === before,
          {},
          titles.at(-2),
        );
        // The control of a scene: a slider, or choices.
        await tabTo(tab, ".gl-tour-control input");
        const value = () => tab.evaluate(() => document.querySelector("gradient-lab").state);
        const before = await value();
        await tab.keyboard.press("ArrowRight");
        await tab.waitForFunction((state) => document.querySelector("gradient-lab").state !== state, {}, before);
        await tab.keyboard.press("Escape");
        await tab.waitForFunction(() => !globalThis.inLab.find(".gl-tour"));
        const focused = await tab.evaluate(() => globalThis.inLab.find("button.primary").matches(":focus"));
        assert.ok(focused, "the focus is not on Train after the tour");
      },
    },
    {
      name: "Tab reaches every control, and each has a name",
      async run(stage) {
        const tab = await stage.lab();
        await tab.evaluate(() => globalThis.inLab.all("details").forEach((details) => (details.open = true)));
        const controls = await tab.evaluate(
          () =>
            globalThis.inLab.all("button:not(:disabled), input, select, summary").filter((one) => one.tabIndex >= 0)
              .length,
        );
        const reached = new Set();
        for (let presses = 0; presses < 3 * controls; presses++) {
          await tab.keyboard.press("Tab");
          const index = await tab.evaluate(() => {
            const { shadowRoot } = document.querySelector("gradient-lab");
            return globalThis.inLab
              .all("button:not(:disabled), input, select, summary")
              .filter((one) => one.tabIndex >= 0)
              .indexOf(shadowRoot.activeElement);
          });
          if (index >= 0) reached.add(index);
        }
        assert.equal(reached.size, controls);
        return `${controls} controls`;
      },
    },
    {
      name: `the live region speaks at most once in ${QUIET / 1000} s`,
      async run(stage) {
        const tab = await stage.lab({ attributes: 'state="A=sigmoid.standard.4x8.sgd:0.5&amp;B=off&amp;max=5"' });
        const times = await tab.evaluate(async () => {
          const said = [];
          const region = globalThis.inLab.find('[aria-live="polite"]');
          new MutationObserver(() => said.push(performance.now())).observe(region, {
            childList: true,
            characterData: true,
            subtree: true,
          });
          const lab = document.querySelector("gradient-lab");
          const end = performance.now() + 13_000;
          for (let seed = 1; performance.now() < end; seed++) {
            lab.state = `A=sigmoid.standard.${(seed % 5) + 2}x8.sgd:0.5&B=off&max=5&s=${seed}`;
            await globalThis.inLab.wait(100);
            await globalThis.inLab.train();
          }
          return said;
        });
        const gaps = times.slice(1).map((time, index) => time - times[index]);
        assert.ok(times.length >= 2, `it spoke ${times.length} times`);
        assert.ok(Math.min(...gaps) >= QUIET - 20, `gaps of ${gaps.map(Math.round).join(", ")} ms`);
        return `${times.length} times in 13 s`;
      },
    },
  ],
};
