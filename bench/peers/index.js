/** Who takes part: the file of each, what starts it, and the tasks that it can do. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Node 24, which has relaxed SIMD without a flag, from the package of this platform. */
function node24() {
  const { platform, arch } = process;
  const name =
    platform === "darwin" ? `node-bin-darwin-${arch}` : `node-${platform === "win32" ? "win" : platform}-${arch}`;
  const binary = here(`../node_modules/${name}/bin/node${platform === "win32" ? ".exe" : ""}`);
  if (!existsSync(binary)) throw new Error(`npm installed no ${name} here`);
  return binary;
}

const javascript = (id, node = () => process.execPath) => ({
  id,
  command: () => [node(), [here("../worker.js"), id]],
});

/** The first is ours: all others are compared with it. `own` is another build of ours. */
export const PEERS = [
  {
    ...javascript("gradiometer"),
    title: "Gradiometer",
    tasks: [
      ...["training", "inference", "products", "elementary", "growth"],
      ...["calls", "cells", "flow", "norms", "trainings"],
    ],
  },
  { ...javascript("tfjs"), title: "tfjs-wasm", tasks: ["training", "inference", "products", "elementary", "cells"] },
  { ...javascript("jax"), title: "jax-js", tasks: ["training", "inference", "products"] },
  {
    id: "torch",
    title: "PyTorch",
    tasks: ["training", "cells", "trainings"],
    command: () => [process.env.PYTHON ?? "python3", [here("pytorch.py")]],
    needsFile: true,
  },
  { ...javascript("convnet"), title: "ConvNetJS", tasks: ["training"] },
  { ...javascript("onnx"), title: "onnxruntime-web", tasks: ["inference"] },
  { ...javascript("relaxed", node24), title: "relaxed build", own: true, tasks: ["training", "inference"] },
];

export const OURS = PEERS[0].id;

export const titleOf = (id) => PEERS.find((peer) => peer.id === id).title;
