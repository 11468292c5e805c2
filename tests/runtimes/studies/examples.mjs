/** The examples, each in the runtime that it is for: what it answers there is what it answers in Node, bit by bit. */
import { deepEqual, equal, match } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { twoMoons } from "../../../dist/data.js";
import { load } from "../../../dist/node.js";
import { handler } from "../../../examples/deno/main.js";
import worker from "../../../examples/edge/worker.js";
import { launchChromium } from "../../harness/browsers.mjs";
import { output, startServer } from "../../harness/commands.mjs";
import { binaries } from "../../harness/tools.mjs";
import { startWorkerd } from "../../harness/workerd.mjs";
import { work } from "../prepare.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const PATIENCE = 120_000; // ms

/** The handler alone with leave to read dist/, then the server, which must not read or fetch anything more. */
async function inDeno() {
  const query = "/?depth=20&activation=sigmoid&init=standard";
  const drawn = await handler(new Request(`http://localhost${query}`)).text();
  match(drawn, /^<svg /);

  const folder = `${root}examples/deno`;
  const run = ["run", "--no-prompt", "--cached-only", "--config=deno.json", "--allow-read=../../dist"];
  writeFileSync(
    `${work}handler.js`,
    `import { handler } from "../../examples/deno/main.js";
    console.log(await handler(new Request("http://localhost${query}")).text());`,
  );
  equal(await output(binaries.deno, [...run, `${work}handler.js`], folder), drawn);

  const server = await startServer(binaries.deno, [...run, "--allow-net=127.0.0.1", "main.js", "0"], folder);
  try {
    const answer = await fetch(new URL(query, server.url));
    equal(answer.headers.get("content-type"), "image/svg+xml");
    equal(await answer.text(), drawn);
    equal((await fetch(new URL("/?depth=0", server.url))).status, 400);
    return `the same ${drawn.length} characters of SVG as in Node`;
  } finally {
    server.close();
  }
}

/** TypeScript as it is in Bun, and as Node can read it. */
async function inBun() {
  const file = "examples/bun/recurrent.ts";
  const { outputText } = ts.transpileModule(readFileSync(root + file, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(`${work}recurrent.mjs`, outputText);
  const printed = await output(binaries.bun, [file], root);
  match(printed, /% right/);
  equal(printed, await output(process.execPath, [`${work}recurrent.mjs`], root));
  return `the same ${printed.split("\n").length} lines as in Node, hashes included`;
}

/** Requests of the worker's own, the second of which needs the answer of the first. */
async function talk(send) {
  const x = [[0, 1], [1, 0], [0.5, -0.5], [-1, 0.25]]; // prettier-ignore
  const y = [[1, 0], [0, 1], [0, 1], [1, 0]]; // prettier-ignore
  const config = { sizes: [2, 16, 16, 2], activation: "relu", init: { kind: "normal", std: 1 }, seed: 3 };
  const first = await send("/train", { config, x, y, steps: 10 });
  const { parameters } = first;
  const second = await send("/train", { config, parameters, x, y, steps: 10 });
  const predicted = await send("/predict", { config, parameters: second.parameters, x });
  const refused = await send("/predict", { config: { sizes: [2] }, x });
  return { first, second, predicted, refused };
}

/** Asks a fetch function at an address, and reads its JSON. */
const asking = (fetcher, url) => async (path, body) =>
  (await fetcher(new Request(new URL(path, url), { method: "POST", body: JSON.stringify(body) }))).json();

async function inWorkerd() {
  const bundle = ["node_modules/rollup/dist/bin/rollup", "--silent", "-c", "examples/edge/rollup.config.mjs"];
  await output(process.execPath, bundle, root);
  const expected = await talk(asking(worker.fetch, "http://localhost"));
  const server = await startWorkerd(root, "examples/edge/workerd.capnp");
  try {
    const got = await talk(asking(fetch, server.url));
    deepEqual(got, expected);
    match(got.second.hash, /^[0-9a-f]{64}$/);
    equal(got.refused.code, "BAD_OPTION");
    return `the parameters of Node after 20 clipped steps, ${got.second.hash.slice(0, 16)}`;
  } finally {
    server.close();
  }
}

/** What the page says when it has trained, computed here. */
function moonsHash(lab) {
  const { x, y } = twoMoons(lab, { samples: 200, seed: 1 });
  const network = lab.mlp({ sizes: [2, 16, 16, 16, 16, 2], activation: "tanh", init: "glorot-uniform", seed: 1 });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.2 } });
  for (let step = 0; step < 2000; step++) trainer.step(x, y);
  return network.hash().slice(0, 16);
}

async function inChromium() {
  const lab = await load();
  const hash = moonsHash(lab);
  const browser = await launchChromium();
  try {
    const server = await startServer(process.execPath, ["examples/serve.js", "0"], root);
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}examples/browser/`);
      await page.waitForFunction(`document.querySelector("#status").textContent.includes("Parameters")`, {
        timeout: PATIENCE,
      });
      const said = await page.$eval("#status", ({ textContent }) => textContent);
      match(said, new RegExp(`^Step 2000 of 2000.*${hash}`));
      return `the parameters of Node after 2000 steps, ${hash}`;
    } finally {
      server.close();
    }
  } finally {
    await browser.close();
  }
}

export const exampleStudies = [
  { title: "examples/deno", places: ["Deno"], study: inDeno },
  { title: "examples/bun", places: ["Bun"], study: inBun },
  { title: "examples/edge", places: ["workerd"], study: inWorkerd },
  { title: "examples/browser", places: ["Chromium, page"], study: inChromium },
];
