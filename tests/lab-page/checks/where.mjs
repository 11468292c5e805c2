/** Where a lab must work, or say exactly why it does not: pages, each of a kind that elements have failed in. */
import assert from "node:assert/strict";
import { isReady } from "../inPage.mjs";
import { MODULE, pageOf } from "../stage.mjs";

const CLASSIC = '<script defer src="/element.iife.js"></script>';
const FALLBACK = "A sentence for pages without the lab.";
const SMALL = "A=sigmoid.standard.4x8.sgd:0.5&amp;B=off&amp;max=20";
const LAB = `<gradient-lab state="${SMALL}"><p id="fallback">${FALLBACK}</p></gradient-lab>`;

/** In the page: trains 20 steps. What there is to see then. */
async function run() {
  const { inLab, seen } = globalThis;
  const { step, hashes } = await inLab.train();
  return { step, hashes, figure: inLab.figure(), ...seen };
}

/** What a lab's frame says, in the page or in one of its frames. */
async function ran(frame) {
  await frame.waitForFunction(isReady);
  const found = await frame.evaluate(run);
  assert.equal(found.step, 20);
  assert.match(found.hashes[0], /^[0-9a-f]{64}$/);
  assert.match(found.figure, /^M[\d.]+ /);
  assert.deepEqual(found.errors, []);
  return found;
}

const workersOf = (tab) =>
  tab.workers().map((worker) => worker.url().replace(/^(blob:|http:\/\/[^/]*).*?([^/]*)$/, "$1 $2"));

/** A page under a policy. @param worker  where its nets train. */
const underPolicy = (policy, worker) => async (stage) => {
  const tab = await stage.tab();
  await tab.goto(stage.address(stage.place(pageOf(LAB), { "content-security-policy": policy })));
  const { policies } = await ran(tab);
  const workers = workersOf(tab);
  assert.equal(workers.length, worker === null ? 0 : 1);
  if (worker !== null) assert.match(workers[0], worker);
  return policies;
};

/** A page that has the lab in a frame. */
const inFrame = (frame) => async (stage) => {
  const tab = await stage.tab();
  await tab.goto(stage.address(stage.place(pageOf(frame(stage), { head: "" }))));
  const inner = await tab.waitForFrame(
    (one) => (one !== tab.mainFrame() && one.url() !== "about:blank") || one.parentFrame() !== null,
  );
  await ran(inner);
};

const SOURCES = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

export const where = {
  title: "where",
  checks: [
    {
      name: "a strict policy: nothing is refused",
      async run(stage) {
        assert.deepEqual(await underPolicy(`${SOURCES}; worker-src blob:`, /^blob:/)(stage), []);
      },
    },
    {
      name: "worker-src 'self': the worker's file beside the script",
      async run(stage) {
        await underPolicy(`${SOURCES}; worker-src 'self'`, /worker\.js$/)(stage);
      },
    },
    {
      name: "worker-src 'none': slices on the page",
      async run(stage) {
        await underPolicy(`${SOURCES}; worker-src 'none'`, null)(stage);
      },
    },
    {
      name: "no wasm-unsafe-eval: the reason is said, and the page's own words are shown",
      async run(stage) {
        const tab = await stage.tab();
        const policy = "default-src 'none'; script-src 'self'; worker-src blob:";
        await tab.goto(stage.address(stage.place(pageOf(LAB), { "content-security-policy": policy })));
        const notice = () => globalThis.inLab.all(".notice.error")[0]?.textContent;
        await tab.waitForFunction(notice);
        assert.match(await tab.evaluate(notice), /wasm-unsafe-eval/);
        assert.ok(
          await tab.evaluate(() => document.querySelector("#fallback").checkVisibility()),
          "no fallback is shown",
        );
      },
    },
    {
      name: "a script from another origin",
      async run(stage) {
        const tab = await stage.tab();
        const head = `<script type="module" src="${stage.away.url}element.js"></script>`;
        await tab.goto(stage.address(stage.place(pageOf(LAB, { head }))));
        await ran(tab);
      },
    },
    {
      name: "a sandboxed frame with the classic script",
      run: inFrame(
        (stage) => `<iframe sandbox="allow-scripts" src="${stage.place(pageOf(LAB, { head: CLASSIC }))}"></iframe>`,
      ),
    },
    {
      name: "a sandboxed frame with the module of a host that allows it",
      run: inFrame((stage) => {
        const head = `<script type="module" src="${stage.away.url}element.js"></script>`;
        return `<iframe sandbox="allow-scripts" src="${stage.place(pageOf(LAB, { head }))}"></iframe>`;
      }),
    },
    {
      name: "a frame with srcdoc",
      run: inFrame(
        () => `<iframe srcdoc="${pageOf(LAB).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`,
      ),
    },
    {
      name: "nine labs on a page: one worker, and all in view are drawn",
      async run(stage) {
        const body = `<div id="grid">${LAB.replaceAll("max=20", "max=2000").repeat(9)}</div>`;
        const head = `${MODULE}<style>#grid { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)) }</style>`;
        const tab = await stage.lab({ body, page: { head }, width: 1500, height: 4500 });
        assert.equal(tab.workers().length, 1);
        const frames = await tab.evaluate(async () => {
          const labs = [...document.querySelectorAll("gradient-lab")];
          const counts = labs.map(() => 0);
          labs.forEach((lab, index) => {
            lab.addEventListener("step", () => counts[index]++);
            lab.play();
          });
          await globalThis.inLab.until(() => counts.every((count) => count >= 10) || labs.every((lab) => !lab.playing));
          return counts;
        });
        assert.ok(Math.min(...frames) >= 10, `frames of each: ${frames.join(", ")}`);
        return `frames of each: ${frames.join(", ")}`;
      },
    },
    {
      name: "defined twice, from two origins",
      async run(stage) {
        const tab = await stage.tab();
        const head = `${MODULE}<script type="module" src="${stage.away.url}element.js"></script>${CLASSIC}`;
        await tab.goto(stage.address(stage.place(pageOf(LAB, { head }))));
        await ran(tab);
      },
    },
    {
      name: "properties that were set before the element was known",
      async run(stage) {
        const tab = await stage.tab();
        const early = `<script>Object.assign(document.querySelector("gradient-lab"), { state: "${SMALL.replaceAll("&amp;", "&")}", mode: "slide", theme: "dark", headingLevel: "4" })</script>`;
        await tab.goto(stage.address(stage.place(pageOf(`<gradient-lab></gradient-lab>${early}`))));
        await ran(tab);
        const lab = await tab.evaluate(() => {
          const one = document.querySelector("gradient-lab");
          const own = Object.keys(one);
          return {
            own,
            mode: one.getAttribute("mode"),
            theme: one.theme,
            level: globalThis.inLab.find("[role=heading]").ariaLevel,
          };
        });
        assert.deepEqual(lab, { own: [], mode: "slide", theme: "dark", level: "4" });
      },
    },
    {
      name: "a page that is written from right to left: figures are not mirrored",
      async run(stage) {
        const tab = await stage.lab({ body: LAB, page: { attributes: 'lang="ar" dir="rtl"' } });
        await ran(tab);
        const { wide, ascending } = await tab.evaluate(() => {
          const layers = globalThis.inLab.all(
            ".bars-figure g:nth-of-type(3) text, .bars-figure .tick-labels[text-anchor=middle] text",
          );
          const places = layers.map((text) => text.getBoundingClientRect().left);
          const { scrollWidth, clientWidth } = document.documentElement;
          return {
            wide: scrollWidth - clientWidth,
            ascending: places.length > 2 && places.every((place, index) => index === 0 || place > places[index - 1]),
          };
        });
        assert.ok(ascending, "layer 1 does not stand at the left");
        assert.ok(wide <= 0, `${wide} px too wide`);
      },
    },
    {
      name: "forced colours: every mark stands out from the page",
      async run(stage) {
        const tab = await stage.lab({ body: LAB, media: [{ name: "forced-colors", value: "active" }] });
        await ran(tab);
        const marks = await tab.evaluate(() => {
          const channels = (colour) =>
            colour
              .match(/[\d.]+/g)
              .slice(0, 3)
              .map(Number);
          const light = (colour) => {
            const [red, green, blue] = channels(colour).map((value) =>
              value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
            );
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const paper = light(
            getComputedStyle(globalThis.inLab.find(".card")).backgroundColor.replace(
              "rgba(0, 0, 0, 0)",
              getComputedStyle(document.querySelector("gradient-lab")).backgroundColor,
            ),
          );
          return [".bars", ".theory", ".before", ".line", ".arrow"].flatMap((mark) =>
            globalThis.inLab.all(mark).map((path) => {
              const { fill, stroke } = getComputedStyle(path);
              const ink = light(fill === "none" ? stroke : fill);
              return { mark, contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) };
            }),
          );
        });
        assert.ok(marks.length >= 5);
        assert.deepEqual(
          marks.filter(({ contrast }) => contrast < 3),
          [],
        );
      },
    },
  ],
};
