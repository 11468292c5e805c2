/**
 * Do files go to Python and back? Safetensors written here are read there with the same bits, and those written there are
 * loaded here; a net in PyTorch's layout gives there what it gives here.
 *
 *     npm run exchange            with the interpreter in PYTHON, else python3; it needs NumPy
 *
 * Where the Python package `safetensors` is installed, it is held to the same; see tests/python/safetensors_numpy.py.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { loadSafetensors, readSafetensors, writeCheckpoint, writeSafetensors } from "gradiometer/io";

const script = fileURLToPath(new URL("../tests/python/safetensors_numpy.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradiometer-"));
const path = (name) => join(folder, `${name}.safetensors`);
const digest = (values) => createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");

function check(name, holds) {
  console.log(`${holds ? "ok  " : "FAIL"} ${name}`);
  if (!holds) process.exitCode = 1;
}

/** Every tensor's digest, name by name, is Python's. */
function sameBits(file, tensors, digests) {
  const own = Object.fromEntries(tensors.map(({ name, values }) => [name, digest(values)]));
  const equal =
    Object.keys(digests).length === tensors.length && tensors.every(({ name }) => own[name] === digests[name]);
  check(`${file}, written here: the same ${tensors.length} tensors there, bit for bit`, equal);
}

function exchange(lab) {
  const config = { sizes: [5, 7, 3], activation: "tanh", init: { kind: "variance", weight: 1.5, bias: 0.1 }, seed: 1 };
  const network = lab.mlp(config);
  const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "adam", learningRate: 0.01 } });
  const x = Float32Array.from({ length: 50 }, (_, i) => ((37 * i) % 101) / 50 - 1);
  for (let step = 0; step < 20; step++) trainer.step(x, new Float32Array(30).fill(0.5));
  const state = trainer.state();
  writeFileSync(path("plain"), writeSafetensors(network.parameters(), { metadata: { note: "β = ½ 𝄞" } }));
  writeFileSync(path("pytorch"), writeSafetensors(network.parameters(), { layout: "pytorch" }));
  writeFileSync(path("x"), writeSafetensors([{ name: "x", shape: [10, 5], values: x }]));
  writeFileSync(path("checkpoint"), writeCheckpoint(state));

  const { status, stderr, error } = spawnSync(process.env.PYTHON ?? "python3", [script, folder], { encoding: "utf8" });
  if (status !== 0) {
    check(`Python read the files: ${error?.message ?? stderr}`, false);
    return;
  }
  const { digests, y, package: used, numpy } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  console.log(`NumPy ${numpy}, ${used ? "and" : "without"} the package safetensors`);
  sameBits("plain", network.parameters(), digests.plain);
  sameBits("pytorch", storedTensors(network.parameters()), digests.pytorch);
  const named = (prefix, record) => Object.entries(record).map(([name, values]) => ({ name: prefix + name, values }));
  const slots = Object.entries(state.slots).flatMap(([slot, record]) => named(`slots.${slot}.`, record));
  sameBits("checkpoint", [...named("parameters.", state.parameters), ...slots], digests.checkpoint);

  const worst = Math.max(...network.forward(x).map((value, i) => Math.abs(value - y[i])));
  check(`y = tanh(x W0ᵀ + b0) W1ᵀ + b1 there is forward(x) here within 1e-6: ${worst.toExponential(1)}`, worst <= 1e-6);
  for (const writer of used ? ["back", "package"] : ["back"]) {
    for (const layout of ["plain", "pytorch"]) {
      const other = lab.mlp({ ...config, seed: 2 });
      const bytes = readFileSync(path(`${layout}-${writer}`));
      loadSafetensors(other, bytes, { layout: layout === "pytorch" ? "pytorch" : "fan-in-first" });
      check(`${layout}, written there (${writer}): the same hash here`, other.hash() === network.hash());
    }
  }
  check("metadata come back", readSafetensors(readFileSync(path("plain"))).metadata.note === "β = ½ 𝄞");
}

/** Matrices as PyTorch stores them. */
function storedTensors(parameters) {
  return parameters.map(({ name, shape: [rows, columns], values }) => ({
    name,
    values: columns === undefined ? values : values.map((_, k) => values[(k % rows) * columns + Math.floor(k / rows)]),
  }));
}

try {
  exchange(await load());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
