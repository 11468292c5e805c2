/** @module-tag package */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("memory, in a process of its own,", () => {
  it("stays flat over 100,000 steps of a perceptron: linear memory and the JavaScript heap", () => {
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

  it("stays flat over 10,000 steps of a recurrent network: linear memory and the JavaScript heap", () => {
    const program = `
      import { load } from "gradiometer";
      const lab = await load();
      const network = lab.rnn({ inputs: 2, hidden: 8, outputs: 1 });
      const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 1e-3, momentum: .9 } });
      const x = { values: Float32Array.from({ length: 2 * 6 * 4 }, (_, i) => (i % 7) / 7), time: 6 };
      const y = new Float32Array(4).fill(.5);
      const steps = (n) => { for (let i = 0; i < n; i++) trainer.step(x, y); };
      const heap = () => { globalThis.gc(); globalThis.gc(); return process.memoryUsage().heapUsed; };
      steps(10000);
      const before = { linear: lab.memory(), heap: heap() };
      steps(10000);
      console.log(JSON.stringify({ before, after: { linear: lab.memory(), heap: heap() } }));
    `;
    const flags = ["--expose-gc", "--input-type=module", "--eval", program];
    const { before, after } = JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" })) as Record<
      "before" | "after",
      { linear: { bytes: number; used: number }; heap: number }
    >;
    expect(after.linear).toEqual(before.linear);
    // A leak of one number a step would be 80 kB.
    expect(after.heap - before.heap).toBeLessThan(50_000);
  });
});
