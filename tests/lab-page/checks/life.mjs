/** A lab's life in a page: coming and going, moving, out of sight, on a slide. */
import assert from "node:assert/strict";
import { isReady } from "../inPage.mjs";
import { pageOf } from "../stage.mjs";

const NET = "A=sigmoid.standard.4x8.sgd:0.5&amp;B=off";
const ENDLESS = `${NET}&amp;max=100000&amp;speed=1`;
const TIMES = 100;
const HEAP_LIMIT = 2 ** 20;

/** In the page: a lab is put in, trains three steps, and is taken out, many times. */
async function comeAndGo(times) {
  const { inLab } = globalThis;
  for (let time = 0; time < times; time++) {
    const lab = document.createElement("gradient-lab");
    lab.state = "A=sigmoid.standard.4x8.sgd:0.5&B=off&max=3";
    document.body.append(lab);
    await inLab.until(() => inLab.figure(lab) !== "" && lab.shadowRoot.querySelector(".extras button"));
    await inLab.train(lab);
    lab.remove();
    await inLab.wait(0);
  }
}

/** What a page holds when all that can be collected is. */
async function heldBy(tab) {
  const session = await tab.createCDPSession();
  await session.send("HeapProfiler.enable");
  for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { heap: usedSize, nodes, listeners: jsEventListeners, workers: tab.workers().length };
}

/** Frames and steps in one second of the page. */
async function seenIn(tab) {
  return tab.evaluate(async () => {
    const lab = document.querySelector("gradient-lab");
    const before = [globalThis.seen.frames, lab.steps];
    await globalThis.inLab.wait(1000);
    return { frames: globalThis.seen.frames - before[0], steps: lab.steps - before[1] };
  });
}

/** Trains, hides the lab, sees nothing, shows it again and sees it go on. */
async function rests(tab, hide, show) {
  await tab.evaluate(() => document.querySelector("gradient-lab").play());
  await tab.waitForFunction(() => globalThis.seen.frames > 3);
  await hide();
  await tab.evaluate(() => globalThis.inLab.wait(300)); // what was on its way
  assert.deepEqual(await seenIn(tab), { frames: 0, steps: 0 });
  await show();
  const before = await tab.evaluate(() => globalThis.seen.frames);
  await tab.waitForFunction((frames) => globalThis.seen.frames > frames + 3, {}, before);
}

/** In the page: moves a training lab to and fro. */
async function move(times, moves) {
  const { inLab } = globalThis;
  const lab = document.querySelector("gradient-lab");
  const [one, other] = document.querySelectorAll("div");
  lab.play();
  await inLab.until(() => lab.steps > 2);
  let [least, playing] = [lab.steps, true];
  for (let time = 0; time < times; time++) {
    const to = time % 2 === 0 ? other : one;
    if (moves) to.moveBefore(lab, null);
    else to.append(lab);
    await inLab.wait(0);
    playing &&= lab.playing && lab.steps >= least;
    least = lab.steps;
  }
  await inLab.until(() => lab.steps > least + 2 || !lab.playing);
  return { playing: playing && lab.playing, onward: lab.steps > least };
}

/** A deck as reveal.js is one: its own keys, and its messages from frames. */
const DECK = `<script>
  globalThis.slide = 0;
  const deck = { next: () => slide++, prev: () => slide-- };
  addEventListener("message", ({ data }) => {
    if (typeof data === "string" && data.charAt(0) === "{" && data.charAt(data.length - 1) === "}") deck[JSON.parse(data).method]?.();
  });
  document.addEventListener("keydown", ({ key }) => (key === "ArrowRight" ? deck.next() : key === "ArrowLeft" ? deck.prev() : 0));
</script>`;

/** Presses keys in a deck: after a click on Train they turn the slides, in the depth's slider they do not. */
async function turns(tab, frame) {
  await frame.waitForFunction(isReady);
  const train = await frame.evaluateHandle(() => globalThis.inLab.find("button.primary"));
  await train.click();
  await tab.keyboard.press("ArrowRight");
  await tab.waitForFunction(() => globalThis.slide === 1);
  await frame.evaluate(() => globalThis.inLab.find("input[type=range]").focus());
  const depth = () => frame.evaluate(() => Number(globalThis.inLab.find("input[type=range]").value));
  const before = await depth();
  await tab.keyboard.press("ArrowRight");
  await tab.evaluate(() => globalThis.inLab.wait(200)); // for a message that must not come
  assert.equal(await depth(), before + 1);
  assert.equal(await tab.evaluate(() => globalThis.slide), 1);
  await frame.evaluate(() => globalThis.inLab.find("input[type=range]").blur());
  await frame.evaluate(() => document.body.focus());
  await tab.keyboard.press("ArrowLeft");
  await tab.waitForFunction(() => globalThis.slide === 0);
}

export const life = {
  title: "life",
  checks: [
    {
      name: `${TIMES} times put in, trained and taken out: nothing stays`,
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${NET}"` });
        await tab.evaluate(() => document.querySelector("gradient-lab").remove());
        await tab.evaluate(comeAndGo, 10);
        const before = await heldBy(tab);
        await tab.evaluate(comeAndGo, TIMES);
        const after = await heldBy(tab);
        const more = Object.fromEntries(Object.keys(after).map((what) => [what, after[what] - before[what]]));
        const { heap, ...counts } = more;
        assert.deepEqual(counts, { nodes: 0, listeners: 0, workers: 0 });
        assert.ok(Math.abs(heap) <= HEAP_LIMIT, `${heap} bytes more`);
        return `heap ${heap >= 0 ? "+" : "−"}${Math.abs(heap / 1024).toFixed(0)} kB`;
      },
    },
    ...[false, true].map((moves) => ({
      name: `${TIMES} times moved by ${moves ? "moveBefore" : "append"}: the run goes on`,
      async run(stage) {
        const tab = await stage.lab({ body: `<div><gradient-lab state="${ENDLESS}"></gradient-lab></div><div></div>` });
        assert.deepEqual(await tab.evaluate(move, TIMES, moves), { playing: true, onward: true });
        assert.equal(tab.workers().length, 1);
      },
    })),
    {
      name: "in a tab that is not shown: no frame and no step",
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${ENDLESS}"` });
        const other = await stage.tab();
        await tab.bringToFront();
        await rests(
          tab,
          () => other.bringToFront(),
          () => tab.bringToFront(),
        );
      },
    },
    {
      name: "display: none: no frame and no step",
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${ENDLESS}"` });
        const hide = (hidden) =>
          tab.evaluate((value) => (document.querySelector("gradient-lab").hidden = value), hidden);
        await rests(
          tab,
          () => hide(true),
          () => hide(false),
        );
      },
    },
    {
      name: "out of view: no frame and no step",
      async run(stage) {
        const tab = await stage.lab({
          body: `<gradient-lab state="${ENDLESS}"></gradient-lab><p style="height: 5000px"></p>`,
        });
        const scroll = (y) => tab.evaluate((top) => globalThis.scrollTo(0, top), y);
        await rests(
          tab,
          () => scroll(5000),
          () => scroll(0),
        );
      },
    },
    {
      name: "prefers-reduced-motion: it starts paused, and changes at most four times a second",
      async run(stage) {
        const media = [{ name: "prefers-reduced-motion", value: "reduce" }];
        const tab = await stage.lab({ attributes: `autoplay state="${ENDLESS}"`, media });
        await tab.evaluate(() => globalThis.inLab.wait(500));
        assert.equal(await tab.evaluate(() => document.querySelector("gradient-lab").playing), false);
        const gaps = await tab.evaluate(async () => {
          const lab = document.querySelector("gradient-lab");
          const times = [];
          lab.addEventListener("step", () => times.push(performance.now()));
          lab.play();
          await globalThis.inLab.until(() => times.length >= 10);
          lab.pause();
          return times.slice(1).map((time, index) => time - times[index]);
        });
        const rate = 1000 / (gaps.reduce((sum, gap) => sum + gap) / gaps.length);
        assert.ok(rate <= 4, `${rate.toFixed(1)} frames a second`);
        return `${rate.toFixed(1)} frames a second`;
      },
    },
    {
      name: "autoplay: it trains as soon as it is in view",
      async run(stage) {
        const tab = await stage.lab({ attributes: `autoplay state="${ENDLESS}"` });
        await tab.waitForFunction(() => document.querySelector("gradient-lab").steps > 3);
      },
    },
    {
      name: "a slide in a frame: the deck keeps its arrow keys, and a slider its own",
      async run(stage) {
        const inner = stage.place(pageOf(`<gradient-lab mode="slide" state="${ENDLESS}"></gradient-lab>`));
        const tab = await stage.tab();
        const frame = `<iframe src="${stage.away.url}${inner.slice(1)}" width="1000" height="700"></iframe>`;
        await tab.goto(stage.address(stage.place(pageOf(frame + DECK, { head: "" }))));
        await turns(tab, await tab.waitForFrame((one) => one.url().endsWith(inner)));
      },
    },
    {
      name: "a slide in the deck's own page: the deck keeps its arrow keys, and a slider its own",
      async run(stage) {
        const tab = await stage.lab({ body: `<gradient-lab mode="slide" state="${ENDLESS}"></gradient-lab>${DECK}` });
        await turns(tab, tab.mainFrame());
      },
    },
  ],
};
