import { GradiometerError, load, type Mlp, type Rnn, type Trainer, type TrainerConfig } from "gradiometer";
import { trace } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";

const lab = await load();
const { real } = lcg(11);
const x = Float32Array.from({ length: 24 * 3 }, real);
const y = Float32Array.from({ length: 24 * 2 }, real);
const loss = "mean-squared-error";
const config = { sizes: [3, 8, 8, 2], seed: 4 };
const sequences = { values: Float32Array.from({ length: 5 * 6 * 2 }, real), time: 5 };
const targets = Float32Array.from({ length: 6 }, real);

const optimizers: TrainerConfig["optimizer"][] = [
  { kind: "sgd", learningRate: { start: 0.1, decay: 0.99 }, momentum: 0.9 },
  { kind: "rprop", form: "rprop+" },
  { kind: "adam", learningRate: 0.01 },
];

function opened(optimizer: TrainerConfig["optimizer"] = optimizers[0]!): { network: Mlp; trainer: Trainer } {
  const network = lab.mlp(config);
  return { network, trainer: network.trainer({ loss, optimizer }) };
}

describe("trace", () => {
  it("records what flow says at that very step", () => {
    const { network, trainer } = opened();
    const expected = [network.flow(x, y, loss)];
    const course = trace(network, trainer, { x, y, loss, every: 3 });
    for (let step = 1; step <= 10; step++) {
      trainer.step(x, y);
      if (step % 3 === 0) expected.push(network.flow(x, y, loss));
      course.observe();
      course.observe();
    }
    expect(course.records.map(({ step }) => step)).toEqual([0, 3, 6, 9]);
    expect(course.records.map(({ flow }) => flow)).toEqual(expected);
    expect(course.records[1]!.flow.layers[0]!.updateToWeight).toBeGreaterThan(0);
    network.dispose();
  });

  it("halves its records and doubles `every` when they are full", () => {
    const { network, trainer } = opened();
    const courses = [2, 4, 5].map((limit) => trace(network, trainer, { x, y, loss, every: 2, limit }));
    const longest = [0, 0, 0];
    for (let step = 1; step <= 100; step++) {
      trainer.step(x, y);
      courses.forEach((course, index) => {
        course.observe();
        longest[index] = Math.max(longest[index]!, course.records.length);
      });
    }
    expect(longest).toEqual([2, 4, 5]);
    expect(courses.map(({ every }) => every)).toEqual([64, 32, 32]);
    expect(courses.map(({ records }) => records.map(({ step }) => step))).toEqual([
      [0, 64],
      [0, 32, 64, 96],
      [0, 32, 64, 96],
    ]);
    network.dispose();
  });

  it.each(optimizers)("never changes a bit of the training: $kind", async (optimizer) => {
    const hashes: string[] = [];
    for (const watched of [false, true]) {
      const { network, trainer } = opened(optimizer);
      const course = watched ? trace(network, trainer, { x: x.slice(0, 30), y: y.slice(0, 20), loss, bins: 4 }) : null;
      for (let step = 0; step < 7; step++) {
        trainer.step(x.slice(0, 12), y.slice(0, 8));
        course?.observe();
      }
      await trainer.fit(x, y, { epochs: 5, batch: 5, ...(course && { onEpoch: course.observe }) });
      if (course) expect(course.records.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 12, 17, 22, 27, 32]);
      hashes.push(network.hash());
      network.dispose();
    }
    expect(hashes[1]).toBe(hashes[0]);
  });

  it("follows recurrent networks", () => {
    const trained = (watched: boolean): string => {
      const network: Rnn = lab.rnn({ inputs: 2, hidden: 4, outputs: 1 });
      const trainer = network.trainer({ loss, optimizer: { kind: "sgd", learningRate: 0.1 } });
      const course = watched ? trace(network, trainer, { x: sequences, y: targets, loss, every: 2 }) : null;
      for (let step = 0; step < 6; step++) {
        trainer.step(sequences, targets);
        course?.observe();
      }
      if (course) {
        expect(course.records.map(({ step }) => step)).toEqual([0, 2, 4, 6]);
        const { flow } = course.records.at(-1)!;
        const back = network.backward(sequences, targets, loss);
        expect(flow.loss).toBe(back.loss);
        expect(flow.hiddenGradientNorms).toEqual(back.hiddenGradientNorms);
        const { hidden } = network.forward(sequences);
        expect(flow.hiddenNorms[4]).toBeCloseTo(Math.hypot(...hidden.slice(-24)), 12);
        expect(flow.weights.map(({ name }) => name)).toEqual(["input.weight", "recurrent.weight", "readout.weight"]);
        const [gradient] = back.gradients;
        expect(flow.weights[0]!.weightGradient).toBeCloseTo(Math.hypot(...gradient!.values), 12);
        expect(flow.weights[0]!.weight).toBeCloseTo(Math.hypot(...network.parameters()[0]!.values), 12);
      }
      const hash = network.hash();
      network.dispose();
      return hash;
    };
    expect(trained(true)).toBe(trained(false));
  });

  it("gives copies, and needs no more memory in the core than a flow does", () => {
    const { network, trainer } = opened();
    const course = trace(network, trainer, { x, y, loss });
    (course.records as unknown[]).length = 0;
    expect(course.records).toHaveLength(1);
    const { used } = lab.memory();
    for (let step = 0; step < 300; step++) {
      trainer.step(x, y);
      course.observe();
    }
    expect(lab.memory().used).toBe(used);
    expect(course.records.length).toBeLessThanOrEqual(128);
    network.dispose();
    expect(() => {
      course.observe();
    }).not.toThrow(); // nothing is due
  });

  it("once the network is gone, a record that is due is DISPOSED", () => {
    const { network, trainer } = opened();
    const course = trace(network, trainer, { x, y, loss });
    trainer.step(x, y);
    network.dispose();
    expect(() => {
      course.observe();
    }).toThrow(expect.objectContaining({ code: "DISPOSED" }) as Error);
    expect(course.records).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ["BAD_OPTION", { every: 0 }, "options.every: expected an integer ≥ 1"],
    ["BAD_OPTION", { every: 1.5 }, "options.every"],
    ["BAD_OPTION", { limit: 1 }, "options.limit: expected an integer from 2"],
    ["BAD_OPTION", { bins: -1 }, "bins"],
    ["BAD_OPTION", { loss: "hinge" }, "loss"],
    ["BAD_OPTION", { foo: 1 }, "options.foo"],
    ["BAD_SHAPE", { x: [1, 2] }, "x"],
    ["NOT_FINITE", { y: y.map(() => NaN) }, "y"],
  ])("%s for %j, at once", (code, change, message) => {
    const { network, trainer } = opened();
    const error = ((): unknown => {
      try {
        return trace(network, trainer, { x, y, loss, ...change });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(GradiometerError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) as string });
    network.dispose();
  });

  it("has no histograms of a recurrent network", () => {
    const network = lab.rnn({ inputs: 2, hidden: 4, outputs: 1 });
    const trainer = network.trainer({ loss, optimizer: { kind: "sgd", learningRate: 0.1 } });
    expect(() => trace(network, trainer, { x: sequences, y: targets, loss, bins: 4 })).toThrow(
      /options.bins: leave it out; a recurrent network has no histograms/,
    );
    network.dispose();
  });
});
