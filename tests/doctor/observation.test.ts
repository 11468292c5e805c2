import { load, type RnnConfig } from "gradiometer";
import { copyTask } from "gradiometer/data";
import { expect, it } from "vitest";
import { coreOf } from "../../sdk/core/create.js";
import { observe } from "../../sdk/doctor/observation.js";
import { checkPatient } from "../../sdk/doctor/patient.js";

const lab = await load();
const task = copyTask(lab, { samples: 8, symbols: 2, lag: 4 });
const training = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.25 }, epochs: 1 } as const;

/** What is seen of a recurrent net before its training, and all its states, [step × sample][unit]. */
async function looked(config: Partial<RnnConfig>) {
  const whole = { inputs: task.inputs, hidden: 5, outputs: task.outputs, seed: 3, ...config } as RnnConfig;
  const subject = checkPatient(coreOf(lab), { config: whole, training, data: { x: task.x, y: task.y } });
  const { before } = await observe(lab, subject, whole.seed!, {});
  using network = lab.rnn(whole);
  const { hidden } = network.forward(task.x);
  const states = Array.from({ length: hidden.length / 5 }, (_, row) => [...hidden.subarray(5 * row, 5 * row + 5)]);
  const { gradients } = network.backward(task.x, task.y, "cross-entropy");
  return { before, states, network: network.parameters(), gradients };
}

it("a recurrent net of ReLU: its slope is 1 above 0 and 0 elsewhere, and a unit that is never above it is dead", async () => {
  const { before, states } = await looked({ activation: "relu", recurrentInit: "zeros" });
  const dead = [0, 1, 2, 3, 4].filter((unit) => states.every((row) => !(row[unit]! > 0)));
  expect(before.dead).toEqual([1 - (5 - dead.length) / 5]);
  expect(before.saturated).toEqual([0]); // it is flat on one side alone
});

it("one whose every unit is off is dead as a whole, a leaky one never", async () => {
  const off = { init: "zeros", recurrentInit: "zeros" } as const;
  expect((await looked({ activation: "relu", ...off })).before.dead).toEqual([1]);
  expect((await looked({ activation: "leaky-relu", ...off })).before.dead).toEqual([0]);
});

it("one of tanh: states within a hundredth of the largest slope count as saturated", async () => {
  const large = { kind: "variance", weight: 400, bias: 0 } as const;
  const { before, states } = await looked({ activation: "tanh", init: large, recurrentInit: large });
  const flat = states.flat().filter((h) => 1 - h * h < 0.01).length;
  expect(flat).toBeGreaterThan(0);
  expect(flat).toBeLessThan(states.flat().length);
  expect(before.saturated).toEqual([flat / states.flat().length]);
  expect(before.dead).toEqual([0]);
});

it("sizes of states per step, of gradients per matrix, and what a step does to the weights", async () => {
  const { before, states, network, gradients } = await looked({ activation: "tanh" });
  const size = (values: ArrayLike<number>) =>
    Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
  const steps = task.x.time;
  const each = states.length / steps;
  before.forward.forEach((rms, step) => {
    const own = states.slice(step * each, (step + 1) * each).flat();
    expect(rms).toBeCloseTo(size(own) / Math.sqrt(own.length), 6);
  });
  expect(before.forward).toHaveLength(steps);
  const matrices = ["input.weight", "recurrent.weight"];
  const norms = (all: typeof network) => matrices.map((name) => size(all.find((one) => one.name === name)!.values));
  const [weights, slopes] = [norms(network), norms(gradients)];
  expect(before.weightGradient.map((one, index) => one / slopes[index]!)).toEqual([
    expect.closeTo(1, 6),
    expect.closeTo(1, 6),
  ]);
  before.updateToWeight.forEach((one, index) => {
    expect(one).toBeCloseTo((0.25 * slopes[index]!) / weights[index]!, 6);
  });
});
