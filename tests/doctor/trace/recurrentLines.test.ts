/** The trace of a recurrent training: what it says of states, gradients in time and weights, by the network's own numbers. */
import { load, type Optimizer, type RnnConfig } from "gradiometer";
import { copyTask } from "gradiometer/data";
import { traceLines, type TraceLine, type TraceStep } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const lab = await load();
const task = copyTask(lab, { samples: 8, symbols: 2, lag: 4 });
const SGD = { kind: "sgd", learningRate: 0.25, momentum: 0.5 } as const;

const size = (values: ArrayLike<number>) => Math.sqrt(Array.from(values).reduce((sum, one) => sum + one * one, 0));
const close = (value: number): unknown => expect.closeTo(value, 5);
const headerOf = ([header]: readonly TraceLine[]) => header as Extract<TraceLine, { format: string }>;
const steps = (lines: readonly TraceLine[]) => lines.slice(1) as TraceStep[];

function followed(config: Partial<RnnConfig>, optimizer: Optimizer = SGD) {
  const network = lab.rnn({ inputs: task.inputs, hidden: 5, outputs: task.outputs, seed: 3, ...config });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer });
  const { x, y } = task;
  return { network, trainer, course: traceLines(network, trainer, { x, y, loss: "cross-entropy", optimizer }) };
}

/** Mean, standard deviation and the rest of some numbers. */
function statsOf(values: readonly number[]) {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const std = size(values.map((one) => one - mean)) / Math.sqrt(values.length);
  const ends = { min: close(Math.min(...values)), max: close(Math.max(...values)) };
  const zeros = values.filter((one) => one === 0).length;
  return { mean: close(mean), std: close(std), norm: close(size(values)), ...ends, nonFinite: 0, zeros };
}

describe("one record", () => {
  it("of a net with a readout: the last states, norms step by step, its matrices as one", () => {
    const { network, course } = followed({ activation: "relu" });
    const [record] = steps(course.lines);
    const { hidden, output } = network.forward(task.x);
    const { gradients, input } = network.backward(task.x, task.y, "cross-entropy");
    const { time } = task.x;
    const cut = (values: Float32Array) =>
      Array.from({ length: time }, (_, t) => close(size(values.subarray((t * values.length) / time, ((t + 1) * values.length) / time)))); // prettier-ignore
    const matrices = (all: typeof gradients, ...names: string[]) =>
      statsOf(all.filter(({ name }) => names.includes(name)).flatMap(({ values }) => [...values]));
    const own = ["input.weight", "recurrent.weight"];
    expect(record!.layers).toEqual([
      {
        z: statsOf([...hidden.subarray((hidden.length / time) * (time - 1))]),
        weight: matrices(network.parameters(), ...own),
        weightGradient: matrices(gradients, ...own),
        inTime: cut(input),
        hInTime: cut(hidden),
      },
      {
        z: statsOf([...output!]),
        weight: matrices(network.parameters(), "readout.weight"),
        weightGradient: matrices(gradients, "readout.weight"),
      },
    ]);
    expect(record).toMatchObject({ step: 0, moved: 0, rate: 0.25, x: statsOf([...task.x.values]) });
    network.dispose();
  });

  it("how far the weights have gone, and a record for each time that it is asked", () => {
    const { network, trainer, course } = followed({ activation: "tanh" });
    const weights = () => network.parameters().filter(({ name }) => name.endsWith("weight")).flatMap(({ values }) => [...values]); // prettier-ignore
    const start = weights();
    trainer.step(task.x, task.y);
    course.observe();
    course.observe();
    const now = weights();
    const records = steps(course.lines);
    expect(records.map(({ step }) => step)).toEqual([0, 1]);
    expect(records[1]!.moved).toBeCloseTo(size(now.map((one, i) => one - start[i]!)) / size(start), 6);
    network.dispose();
  });

  it("weights that began at 0 have gone infinitely far once they move, and nowhere before", () => {
    const zeros = { init: "zeros", recurrentInit: "zeros", activation: "tanh" } as const;
    const { network, trainer, course } = followed(zeros);
    expect(steps(course.lines)[0]!.moved).toBe(0);
    network.setParameters({ "readout.weight": new Float32Array(5 * task.outputs).fill(1) });
    trainer.step(task.x, task.y);
    course.observe();
    expect(steps(course.lines)[1]!.moved).toBe(Infinity);
    network.dispose();
  });
});

describe("the header", () => {
  const layersOf = (config: Partial<RnnConfig>) => {
    const { network, course } = followed(config);
    network.dispose();
    return headerOf(course.lines).layers;
  };

  it("names the cell, and its activation where it is its own choice", () => {
    const readout = { name: "readout", kind: "Linear", in: 5, out: task.outputs, activation: "linear" };
    const cell = { name: "recurrent", in: task.inputs, out: 5 };
    expect(layersOf({ activation: "relu" })).toEqual([{ ...cell, kind: "RNN", activation: "relu" }, readout]);
    expect(layersOf({ cell: "lstm" })).toEqual([{ ...cell, kind: "LSTM" }, readout]);
    expect(layersOf({ cell: "gru" })).toEqual([{ ...cell, kind: "GRU" }, readout]);
  });

  it("of a net without a readout the states are the output", () => {
    const network = lab.rnn({ inputs: task.inputs, hidden: task.outputs, activation: "tanh", seed: 3 });
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer: SGD });
    const { x, y } = task;
    const { lines } = traceLines(network, trainer, { x, y, loss: "mean-squared-error" });
    expect(headerOf(lines).layers.map(({ name }) => name)).toEqual(["recurrent"]);
    expect(headerOf(lines).optimizer).toBeUndefined();
    expect(steps(lines)[0]!.layers).toHaveLength(1);
    const mean = y.reduce((sum, one) => sum + one, 0) / y.length;
    expect(steps(lines)[0]!.y).toMatchObject({ mean: close(mean), min: 0, max: 1 });
    network.dispose();
  });

  it("says of the optimizer what it has", () => {
    const optimizerOf = (optimizer: Optimizer) => {
      const { network, course } = followed({ activation: "tanh" }, optimizer);
      network.dispose();
      return headerOf(course.lines).optimizer;
    };
    expect(optimizerOf(SGD)).toEqual({ kind: "sgd", learningRate: 0.25, momentum: 0.5 });
    expect(optimizerOf({ kind: "adam", learningRate: 0.5, weightDecay: 0.125 })).toEqual({ kind: "adam", learningRate: 0.5, weightDecay: 0.125 }); // prettier-ignore
    expect(optimizerOf({ kind: "rprop" })).toEqual({ kind: "rprop" });
  });

  it("counts the skips of a perceptron: hidden layers as wide as the one before", () => {
    const skips = (sizes: number[], skip: "none" | "identity") => {
      const network = lab.mlp({ sizes, skip });
      const trainer = network.trainer({ loss: "mean-squared-error", optimizer: SGD });
      const { lines } = traceLines(network, trainer, { x: [1, 2], y: [1], loss: "mean-squared-error" });
      network.dispose();
      return headerOf(lines).skips;
    };
    expect(skips([2, 4, 4, 4, 5, 5, 1], "identity")).toBe(3);
    expect(skips([2, 4, 4, 1], "none")).toBeUndefined();
  });
});
