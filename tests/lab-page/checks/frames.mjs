/** What a frame costs the page while two nets of ten layers of 64 units train. */
import assert from "node:assert/strict";
import { cpuClock, longestTask } from "../cost.mjs";

const STATE = "A=sigmoid.standard.10x64.sgd:0.5&amp;B=tanh.orthogonal.10x64.sgd:0.1&amp;max=100000&amp;speed=1";
const SECONDS = 5;
const FRAME_LIMIT = 6; // ms of the main thread's CPU
const TASK_LIMIT = 50;

/** In the page: trains for a while. How many frames were drawn. */
async function trainFor(milliseconds) {
  const { seen, inLab, document } = globalThis;
  const lab = document.querySelector("gradient-lab");
  const before = seen.frames;
  lab.play();
  await inLab.wait(milliseconds);
  lab.pause();
  return seen.frames - before;
}

export const frames = {
  title: "frames",
  checks: [
    {
      name: `a frame costs at most ${FRAME_LIMIT} ms of the main thread's CPU`,
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${STATE}"` });
        const clock = await cpuClock(tab);
        const before = await clock();
        const drawn = await tab.evaluate(trainFor, SECONDS * 1000);
        const cost = (1000 * ((await clock()) - before)) / drawn;
        assert.ok(drawn > 20, `only ${drawn} frames were drawn`);
        assert.ok(cost <= FRAME_LIMIT, `${cost.toFixed(2)} ms, over ${drawn} frames`);
        return `${cost.toFixed(2)} ms over ${drawn} frames in ${SECONDS} s`;
      },
    },
    {
      name: `no task behind the load takes more than ${TASK_LIMIT} ms of CPU`,
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${STATE}"` });
        const longest = await longestTask(tab, async () => {
          await tab.evaluate(trainFor, 2000);
          // What a reader does: every view, another depth, from the start again.
          for (const tabOfView of await tab
            .evaluate(() => globalThis.inLab.all("[role=tab]").length)
            .then((count) => [...Array(count).keys()])) {
            await tab.evaluate((index) => globalThis.inLab.all("[role=tab]")[index].click(), tabOfView);
            await tab.evaluate(trainFor, 300);
          }
          await tab.evaluate(() => document.querySelector("gradient-lab").reset());
          await tab.evaluate(trainFor, 300);
        });
        assert.ok(longest <= TASK_LIMIT, `${longest.toFixed(1)} ms`);
        return `the longest takes ${longest.toFixed(1)} ms`;
      },
    },
  ],
};
