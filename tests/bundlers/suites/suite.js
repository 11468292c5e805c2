/* global test, expect */
/** What a user tests of the package, under a runner that plays a browser: its realm is not that of Node's own modules. */
import { readFileSync, writeFileSync } from "node:fs";
import { GradiometerError, load } from "gradiometer";
import { load as inline } from "gradiometer/inline";
import { loadSafetensors, readCheckpoint, readSafetensors, writeCheckpoint, writeSafetensors } from "gradiometer/io";
import { load as loadModule } from "gradiometer/module";
import { trained } from "./trained.js";

test("a training comes to the published hash", async () => {
  expect(await trained()).toBe(readFileSync("hash.txt", "utf8"));
});

test("every way to load", async () => {
  const binary = readFileSync("node_modules/gradiometer/dist/gradiometer.wasm");
  const module = await WebAssembly.compile(binary);
  for (const lab of [await load(), await inline(), await loadModule({ module })]) expect(lab.variant).toBe("simd");
});

test("files that Node reads", async () => {
  const lab = await inline();
  const network = lab.mlp({ sizes: [2, 3, 1] });
  writeFileSync("net.safetensors", writeSafetensors(network.parameters()));
  const file = readFileSync("net.safetensors");
  expect(readSafetensors(file).tensors.length).toBe(4);
  loadSafetensors(network, file);
  const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
  trainer.step([1, 2], [1]);
  writeFileSync("net.checkpoint", writeCheckpoint(trainer.state()));
  expect(lab.restore(readCheckpoint(readFileSync("net.checkpoint"))).network.hash()).toBe(network.hash());
});

test("arrays of the test's own realm, and errors", async () => {
  const lab = await inline();
  const network = lab.mlp({ sizes: [2, 3, 1] });
  expect(network.forward(new Float32Array(4)).length).toBe(2);
  expect(network.forward([1, 2]) instanceof Float32Array).toBe(true);
  expect(() => lab.mlp({ sizes: [] })).toThrow(GradiometerError);
});
