import type { Load } from "./load.js";

/** Milliseconds from `load()` to the end of the first training step of the standard net; 0 where the clock stands still. */
export async function firstStep(load: Load): Promise<number> {
  const started = performance.now();
  const lab = await load();
  const network = lab.mlp({ sizes: [64, 64, 64, 64, 64, 10] });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
  trainer.step(
    new Float32Array(32 * 64),
    Array.from({ length: 320 }, (_, i) => (i % 10 === 0 ? 1 : 0)),
  );
  return performance.now() - started;
}
