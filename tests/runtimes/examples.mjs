/** The examples, each in the runtime that it is for: what it answers there is what it answers in Node, bit by bit. */
import { deepEqual, equal, match } from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "../../dist/node.js";
import { twoMoons } from "../../dist/data.js";
import ts from "typescript";
import { withPage } from "./devtools.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PATIENCE = 120_000; // ms

function run(command, args, options = {}) {
  return execFileSync(command, args, { cwd: root, encoding: "utf8", timeout: PATIENCE, ...options });
}

/** Starts a server, waits until what it prints says at which port, and ends it when `use` has ended. */
async function withServer(command, args, { cwd = root, port: pattern }, use) {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  try {
    const port = await new Promise((resolve, reject) => {
      let printed = "";
      const read = (text) => {
        printed += text;
        const found = pattern.exec(printed);
        if (found) resolve(found[1]);
      };
      child.stdout.setEncoding("utf8").on("data", read);
      child.stderr.setEncoding("utf8").on("data", read);
      child.on("error", reject);
      child.on("close", (code) => reject(new Error(`${command} ended with ${code}: ${printed}`)));
      setTimeout(() => reject(new Error(`${command} did not listen: ${printed}`)), PATIENCE).unref();
    });
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    child.kill();
  }
}

/** The handler alone with leave to read dist/, then the server, which must not read or fetch anything more. */
async function inDeno(deno) {
  const { handler } = await import("../../examples/deno/main.js");
  const query = "/?depth=20&activation=sigmoid&init=standard";
  const drawn = await handler(new Request(`http://localhost${query}`)).text();
  match(drawn, /^<svg /);

  const cwd = `${root}examples/deno`;
  const read = ["run", "--no-prompt", "--cached-only", "--config=deno.json", "--allow-read=../../dist"];
  const program = `import { handler } from "./main.js";
    console.log(await handler(new Request("http://localhost${query}")).text());`;
  equal(run(deno, [...read, "-"], { cwd, input: program }), `${drawn}\n`);

  const serve = [...read, "--allow-net=127.0.0.1", "main.js", "0"];
  return withServer(deno, serve, { cwd, port: /127\.0\.0\.1:(\d+)/ }, async (url) => {
    const answer = await fetch(url + query);
    equal(answer.headers.get("content-type"), "image/svg+xml");
    equal(await answer.text(), drawn);
    equal((await fetch(`${url}/?depth=0`)).status, 400);
    return `the same ${drawn.length} characters of SVG as in Node`;
  });
}

/** TypeScript as it is in Bun, and as Node can read it. */
function inBun(bun) {
  const file = "examples/bun/recurrent.ts";
  const { outputText } = ts.transpileModule(readFileSync(root + file, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  mkdirSync(`${root}build/examples`, { recursive: true });
  writeFileSync(`${root}build/examples/recurrent.mjs`, outputText);
  const printed = run(bun, [file]);
  match(printed, /% right/);
  equal(printed, run(process.execPath, ["build/examples/recurrent.mjs"]));
  return `the same ${printed.trim().split("\n").length} lines as in Node, hashes included`;
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

const post = (url, body) => new Request(url, { method: "POST", body: JSON.stringify(body) });

async function inWorkerd(workerd) {
  run(process.execPath, ["node_modules/rollup/dist/bin/rollup", "--silent", "-c", "examples/edge/rollup.config.mjs"]);
  const { default: worker } = await import("../../examples/edge/worker.js");
  const expected = await talk(async (path, body) => (await worker.fetch(post(`http://localhost${path}`, body))).json());
  const args = ["serve", "--socket-addr=http=127.0.0.1:0", "--control-fd=1", "examples/edge/workerd.capnp"];
  return withServer(workerd, args, { port: /"port":(\d+)/ }, async (url) => {
    const got = await talk(async (path, body) => (await fetch(post(url + path, body))).json());
    deepEqual(got, expected);
    match(got.second.hash, /^[0-9a-f]{64}$/);
    equal(got.refused.code, "BAD_OPTION");
    return `the parameters of Node after 20 clipped steps, ${got.second.hash.slice(0, 16)}`;
  });
}

/** What the page shows of a net when it has been trained, computed here. */
function moonsHash(lab, { depth, activation, init, rate }) {
  const { x, y } = twoMoons(lab, { samples: 200, seed: 1 });
  const network = lab.mlp({ sizes: [2, ...Array(depth - 1).fill(16), 2], activation, init, seed: 1 });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: rate } });
  for (let step = 0; step < 2000; step++) trainer.step(x, y);
  return network.hash().slice(0, 16);
}

async function inChromium(chromium) {
  const lab = await load();
  const nets = [
    { depth: 5, activation: "tanh", init: "glorot-uniform", rate: 0.2 },
    { depth: 8, activation: "relu", init: "he-normal", rate: 0.05 },
  ];
  const expected = nets.map((net) => moonsHash(lab, net));
  const page = (url) => `${url}/examples/browser/`;
  const shown = await withServer(process.execPath, ["examples/serve.js", "0"], { port: /:(\d+)\// }, (url) =>
    withPage(chromium, page(url), async (evaluate) => {
      const texts = [];
      for (const net of nets) {
        await evaluate(`new Promise((resolve, reject) => {
          const status = () => document.querySelector("#status")?.textContent ?? "";
          const wait = () => (status().startsWith("Done") ? resolve() : setTimeout(wait, 50));
          setTimeout(() => reject(new Error(status())), ${PATIENCE});
          const set = () => {
            const form = document.querySelector("form");
            if (!status() || status().startsWith("Loading")) return setTimeout(set, 50);
            for (const [name, value] of Object.entries(${JSON.stringify(net)})) form.elements[name].value = value;
            form.dispatchEvent(new Event("change"));
            wait();
          };
          set();
        })`);
        texts.push(await evaluate(`document.querySelector("#status").textContent`));
        equal(await evaluate(`document.querySelectorAll("figure > svg").length`), 2);
      }
      return texts;
    }),
  );
  for (const [index, hash] of expected.entries()) match(shown[index], new RegExp(`step 2000 of 2000.*${hash}`));
  return `the parameters of Node after 2000 steps, ${expected.join(", ")}`;
}

/**
 * Runtime → its example, and what starts it with the runtime's binary, drives it and checks its answers; dist/ must be
 * built. `check` says what was found to be equal, or throws.
 */
export const examples = {
  deno: { name: "examples/deno", check: inDeno },
  bun: { name: "examples/bun", check: inBun },
  workerd: { name: "examples/edge", check: inWorkerd },
  chromium: { name: "examples/browser", check: inChromium },
};
