import { execFileSync } from "node:child_process";
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";

describe("memory", () => {
  it("stays flat over 100,000 training steps: linear memory and the JavaScript heap", () => {
    const program = `
      import { load } from "gradiometer";
      const lab = await load();
      const network = lab.mlp({ sizes: [4, 8, 8, 3] });
      const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 1e-3, momentum: .9 } });
      const x = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i));
      const y = Float32Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 1 : 0));
      const steps = (n) => { for (let i = 0; i < n; i++) trainer.step(x, y); };
      const heap = () => { globalThis.gc(); globalThis.gc(); return process.memoryUsage().heapUsed; };
      steps(20000);
      const before = { linear: lab.memory(), heap: heap() };
      steps(100000);
      console.log(JSON.stringify({ before, after: { linear: lab.memory(), heap: heap() } }));
    `;
    const flags = ["--expose-gc", "--input-type=module", "--eval", program];
    const { before, after } = JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" })) as Record<
      "before" | "after",
      { linear: { bytes: number; used: number }; heap: number }
    >;
    expect(after.linear).toEqual(before.linear);
    // 100,000 steps: a leak of one number a step would be 800 kB.
    expect(after.heap - before.heap).toBeLessThan(200_000);
  });

  it("of a network is parameters × 2, activations × 3 and a workspace", async () => {
    const lab = await load();
    const empty = lab.memory().used;
    const sizes = [64, 256, 256, 10];
    const batch = 128;
    const network = lab.mlp({ sizes });
    const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
    const y = Float32Array.from({ length: batch * 10 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    trainer.step(new Float32Array(batch * 64), y);
    const parameters = network.parameters().reduce((sum, { values }) => sum + values.length, 0);
    const activations = batch * sizes.reduce((sum, n) => sum + n, 0);
    expect(empty).toBeLessThan(2 ** 20);
    expect(lab.memory().used).toBeLessThanOrEqual(4 * (2 * parameters + 3 * activations) + 2 ** 21);
    network.dispose();
    expect(lab.memory().used).toBe(empty);
    expect(lab.memory().bytes).toBeLessThan(4 * (2 * parameters + 3 * activations) + 2 ** 21);
  });

  it("is used again: batches and networks of changing size do not pile up", async () => {
    const lab = await load();
    const run = (round: number): void => {
      using network = lab.mlp({ sizes: [3, 5 + (round % 7), 2] });
      for (const batch of [1, 50, 7]) network.forward(new Float32Array(3 * batch));
    };
    for (let round = 0; round < 50; round++) run(round);
    const { bytes, used } = lab.memory();
    for (let round = 0; round < 2000; round++) run(round);
    expect(lab.memory()).toEqual({ bytes, used });
  });
});
