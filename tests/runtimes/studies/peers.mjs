/** What becomes of the libraries that are nearest to this one inside workerd: reported, whatever it is. */
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { serve } from "../../harness/server.mjs";
import { tools } from "../../harness/tools.mjs";
import { startWorkerd } from "../../harness/workerd.mjs";
import { work } from "../prepare.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const PEERS = { "jax-js": "jax", "tfjs-wasm": "tfjs" };

/** The peer as a worker of one file. */
async function bundle(name) {
  const folder = `${work}peers/${name}`;
  const bundled = await rollup({
    input: `${here}peers/${name}.js`,
    plugins: [nodeResolve({ exportConditions: ["workerd"], browser: true, modulePaths: [tools] }), commonjs()],
    onwarn: () => {}, // the peers' own
  });
  await bundled.write({ file: `${folder}/main.js`, inlineDynamicImports: true });
  await bundled.close();
  cpSync(`${here}workers/worker.js`, `${folder}/worker.js`);
  cpSync(`${here}workers/peer.capnp`, `${folder}/config.capnp`);
  return folder;
}

async function outcome(name, binaries) {
  const { url, close } = await startWorkerd(await bundle(name));
  try {
    const { answer, error, compiled } = await (
      await fetch(url, { method: "POST", body: JSON.stringify({ binaries }) })
    ).json();
    const [first] = String(error).split("\n");
    return error === undefined ? `answers ${JSON.stringify(answer)}, ${compiled} compilations` : `fails: ${first}`;
  } catch (error) {
    return `does not start: ${error.message}`;
  } finally {
    close();
  }
}

export const peers = {
  title: "the same with others",
  places: ["workerd"],
  async study() {
    const server = await serve(`${tools}/@tensorflow/tfjs-backend-wasm/dist/`);
    try {
      const found = [];
      for (const [title, name] of Object.entries(PEERS)) found.push(`${title} ${await outcome(name, server.url)}`);
      return found.join("; ");
    } finally {
      server.close();
    }
  },
};
