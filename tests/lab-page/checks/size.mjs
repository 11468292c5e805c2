/** What the lab weighs, and what its first figure takes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { cpuClock } from "../cost.mjs";
import { isDrawn, isReady } from "../inPage.mjs";

const SCRIPT_LIMIT = 80_000; // bytes, packed
const PAGE_LIMIT = 90_000;
const REQUEST_LIMIT = 3;
/** Parts that the default page has no use for. */
const LATER = /digits|figure|doctor/;
const LOADS = 5;
/** s of the main thread until the first figure is drawn. */
const FIRST_LIMIT = 1;

const packed = (bytes) => gzipSync(bytes, { level: 9 }).length;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Everything that the default page asks for beside itself, until it has come to rest; the icon is the browser's own wish. */
async function requestsOf(stage) {
  const tab = await stage.tab();
  const loaded = [];
  tab.on("response", (response) => loaded.push(response));
  await tab.goto(stage.address("/lab/embed.html"));
  await tab.waitForFunction(isReady);
  await tab.waitForNetworkIdle();
  return Promise.all(
    loaded
      .filter((response) => /^http/.test(response.url()) && !/\/(embed.html|favicon.ico)$/.test(response.url()))
      .map(async (response) => ({ path: new URL(response.url()).pathname, bytes: packed(await response.buffer()) })),
  );
}

export const size = {
  title: "size",
  checks: [
    {
      name: `element.js has at most ${SCRIPT_LIMIT} bytes, packed`,
      run() {
        const bytes = packed(readFileSync(fileURLToPath(new URL("../../../dist/element.js", import.meta.url))));
        assert.ok(bytes <= SCRIPT_LIMIT, `${bytes} bytes`);
        return `${bytes} bytes`;
      },
    },
    {
      name: `the default page asks for at most ${REQUEST_LIMIT} files and ${PAGE_LIMIT} bytes, packed, and for nothing that it does not show`,
      async run(stage) {
        const requests = await requestsOf(stage);
        const found = requests.map(({ path, bytes }) => `${path} ${bytes}`).join(", ");
        const total = requests.reduce((sum, { bytes }) => sum + bytes, 0);
        assert.deepEqual(
          requests.filter(({ path }) => LATER.test(path)),
          [],
        );
        assert.ok(requests.length <= REQUEST_LIMIT, `${requests.length} files: ${found}`);
        assert.ok(total <= PAGE_LIMIT, `${total} bytes: ${found}`);
        return `${requests.length} files, ${total} bytes`;
      },
    },
    {
      name: `the first figure takes at most ${FIRST_LIMIT} s of the page's CPU`,
      async run(stage) {
        const loads = [];
        for (let load = 0; load < LOADS; load++) {
          const tab = await stage.tab();
          await tab.setCacheEnabled(false);
          const clock = await cpuClock(tab);
          await tab.goto(stage.address("/lab/embed.html"));
          await tab.waitForFunction(isDrawn);
          const mark = () => performance.getEntriesByName("gradient-lab:first")[0].startTime;
          loads.push({ cpu: await clock(), mark: await tab.evaluate(mark) });
          await stage.clear();
        }
        const cpu = median(loads.map((load) => load.cpu));
        const mark = median(loads.map((load) => load.mark));
        assert.ok(cpu <= FIRST_LIMIT, `${cpu.toFixed(3)} s`);
        return `${cpu.toFixed(3)} s of CPU, at ${mark.toFixed(0)} ms (median of ${LOADS} cold loads)`;
      },
    },
  ],
};
