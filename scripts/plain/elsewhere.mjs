/**
 * Files of sdk/ that no test in Node can hold to account, each row with its reason. What of sdk/ the tests run
 * (scripts/coverage.mjs) and where a slip is drawn (scripts/mutants) leave these out; nothing else does.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

const inFolder = (folder, names) => names.map((name) => `sdk/${folder}/${name}.ts`);

const ELSEWHERE = [
  {
    why: "an entry of another runtime, or no more than an import of one: `npm run test:runtimes` and `test:bundlers` run it",
    files: inFolder("entry", ["browser", "bun", "deno", "download", "edgeLight", "workerd"]),
  },
  {
    why: "works on a queue, or in a Web worker: `npm run test:sweep` runs it, with Redis, other runtimes and a page",
    files: [
      ...inFolder("cli/queue", ["collector", "connection", "names", "worker"]),
      ...inFolder("entry/sweep", ["sweepWorker", "web", "webWorkers"]),
    ],
  },
  {
    why: "makes the elements of a page or follows its events, and what is right is what a browser then shows and does",
    files: [
      ...inFolder("element", [
        "define",
        "dom",
        "element",
        "face",
        "icons",
        "later",
        "slide",
        "style",
        "tablePanel",
        "tabs",
      ]),
      ...inFolder("element/card", ["bars", "card", "loss", "map"]),
      ...inFolder("element/controls", ["field", "toolbar"]),
      ...inFolder("element/data", ["chooser"]),
      ...inFolder("element/doctor", ["badge", "index", "panel"]),
      ...inFolder("element/extras", ["dialog", "extras", "presets", "sharing", "style"]),
      ...inFolder("element/presets", ["field"]),
      ...inFolder("element/share", ["panel", "save", "style", "tabs"]),
      ...inFolder("element/tour", ["index", "panel"]),
    ],
  },
  {
    why: "draws into a page: tests/element/views/draw.test.ts runs it with a stand-in for the document, which has no place to see",
    files: [
      ...inFolder("element/views", ["controls", "layers", "plot", "svg"]),
      ...["chain", "correlation", "gallery", "histograms", "lag", "ratio", "spectrum", "time", "units"].flatMap(
        (view) => inFolder(`element/views/${view}`, ["draw"]),
      ),
    ],
  },
  {
    why: "opens a Worker, speaks to the lab through one, or is the scope of one, which a browser alone has",
    files: [
      ...inFolder("element", ["controller"]),
      ...inFolder("element/host", ["host", "lines", "study"]),
      ...inFolder("element/worker", ["main"]),
    ],
  },
];

const files = new Set(ELSEWHERE.flatMap((row) => row.files));
const gone = [...files].filter((file) => !existsSync(root + file));
if (gone.length > 0) throw new Error(`scripts/plain/elsewhere.mjs: there is no ${gone.join(", ")}`);

/** Whether a file, "sdk/nn/mlp.ts", is held to account in another runtime than Node. */
export const isElsewhere = (file) => files.has(file);
