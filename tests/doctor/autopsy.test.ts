import { load, type Mlp, type TrainerConfig } from "gradiometer";
import { autopsy, examine, type Patient, zoo, zooPatient } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";

const lab = await load();
const { real } = lcg(5);
const x = Float32Array.from({ length: 20 * 2 }, real);
const y = Float32Array.from({ length: 20 }, real);

const training = (learningRate: number, keepLastFinite = true): TrainerConfig => ({
  loss: "mean-squared-error",
  optimizer: { kind: "sgd", learningRate },
  keepLastFinite,
});

function broken(network: Mlp, config: TrainerConfig) {
  const trainer = network.trainer(config);
  for (let step = 0; step < 200 && !trainer.firstNonFinite; step++) trainer.step(x, y);
  return trainer;
}

const animal = (name: string): Patient =>
  zooPatient(
    lab,
    zoo.find((net) => net.name === name)!,
  );

describe("autopsy", () => {
  it("has the step, the layer, the tensor, the last finite state and its flow", () => {
    using network = lab.mlp({ sizes: [2, 16, 16, 1], activation: "linear", seed: 3 });
    const trainer = broken(network, training(50));
    const hash = network.hash();
    const { used } = lab.memory();
    const found = autopsy(lab, trainer, { x, y })!;
    expect(lab.memory().used).toBe(used);
    expect(network.hash()).toBe(hash);
    expect(found).toMatchObject(trainer.firstNonFinite!);
    expect(found.lastFinite).toEqual(trainer.lastFinite());
    expect(found.lastFinite.steps).toBe(found.step);
    const restored = lab.restore<"mlp">(found.lastFinite);
    const flow = restored.network.flow(x, y, "mean-squared-error");
    expect(found.flow).toEqual(flow);
    expect(found.signal).toHaveLength(3);
    flow.layers.forEach(({ u, delta, weightGradient }, layer) => {
      if (u.nonFinite === 0) expect(found.signal[layer]).toBe(Math.max(Math.abs(u.min), Math.abs(u.max)));
      if (delta.nonFinite === 0) expect(found.gradient[layer]).toBe(delta.norm);
      expect(found.weights[layer]!.name).toBe(`layers.${layer}.weight`);
      if (weightGradient.nonFinite === 0) expect(found.weights[layer]!.weightGradient).toBe(weightGradient.norm);
    });
    expect(found.sentence).toContain(`In step ${found.step} the first number left float32`);
    expect(found.sentence).toContain(`layer ${found.layer + 1}`);
    restored.network.dispose();
  });

  it("says how the signal grew, as far as it was finite", () => {
    const sizes = [2, ...Array.from({ length: 12 }, () => 16), 1];
    using up = lab.mlp({ sizes, activation: "linear", seed: 3, init: { kind: "normal", std: 1 } });
    const found = autopsy(lab, broken(up, training(0.1)), { x, y })!;
    expect(found.growth.signal).toBeGreaterThan(3); // √16 a layer before the first step
    expect(found.growth.signal).toBeLessThan(Infinity);
    if (found.gradient.at(-1) === Infinity) expect(found.sentence).toContain("no finite gradient came back");
  });

  it("is null while all is finite, and BAD_OPTION without a finite state", () => {
    using well = lab.mlp({ sizes: [2, 4, 1] });
    const trainer = well.trainer(training(0.1));
    trainer.step(x, y);
    expect(autopsy(lab, trainer, { x, y })).toBeNull();
    using network = lab.mlp({ sizes: [2, 16, 1], activation: "linear" });
    const forgetful = broken(network, training(50, false));
    expect(forgetful.firstNonFinite).not.toBeNull();
    expect(() => autopsy(lab, forgetful, { x, y })).toThrow(/keepLastFinite/);
  });

  it("leaves nothing behind when the data do not fit", () => {
    using network = lab.mlp({ sizes: [2, 16, 1], activation: "linear" });
    const trainer = broken(network, training(50));
    const { used } = lab.memory();
    expect(() => autopsy(lab, trainer, { x: [1], y })).toThrow(expect.objectContaining({ code: "BAD_SHAPE" }) as Error);
    expect(lab.memory().used).toBe(used);
  });

  it("knows recurrent networks", () => {
    using network = lab.rnn({ inputs: 1, hidden: 4, outputs: 1, activation: "linear", recurrentInit: "he-normal" });
    const trainer = network.trainer(training(1e3));
    const sequence = { values: Float32Array.from({ length: 30 * 4 }, real), time: 30 };
    for (let step = 0; step < 50 && !trainer.firstNonFinite; step++) trainer.step(sequence, y.slice(0, 4));
    const found = autopsy(lab, trainer, { x: sequence, y: y.slice(0, 4) })!;
    expect(found.signal).toHaveLength(30);
    expect(found.gradient).toHaveLength(30);
    expect(found.weights.map(({ name }) => name)).toEqual(["input.weight", "recurrent.weight", "readout.weight"]);
    expect(found.flow.hiddenNorms).toHaveLength(30);
    expect(found.sentence).toContain("a step of the sequence");
  });
});

describe("the doctor quotes it", () => {
  it.each(["rate-huge-linear", "linear-growing", "rnn-relu-exploding"])("%s", async (name) => {
    const report = await examine(lab, animal(name), { remedies: "none" });
    const { evidence, numbers } = report.findings[0]!;
    expect(report.autopsy).not.toBeNull();
    const { step, layer, tensor, sentence } = report.autopsy!;
    expect(evidence).toContain(sentence);
    expect(numbers).toMatchObject({ firstNonFiniteStep: step, firstNonFiniteLayer: layer });
    expect(["u", "z", "delta", "gradient", "parameter", "loss"]).toContain(tensor);
  });

  it("has none where all stayed finite, and the hash is that of the zoo", async () => {
    const net = zoo.find(({ name }) => name === "zeros-relu")!;
    const report = await examine(lab, zooPatient(lab, net), { remedies: "none" });
    expect(report.autopsy).toBeNull();
    expect(report.examined.hash).toBe(net.hash);
  });
});
