import { load } from "gradiometer";
import { examine, type Patient } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { judge, quorum } from "../../sdk/doctor/verdict.js";
import { beyondChance, lossOf, rowLosses } from "../../sdk/doctor/rowLosses.js";
import { kindOf, randomFrom } from "./support/kinds.js";

const lab = await load();

describe("what a remedy did", () => {
  it("the rule of five seeds: four cured, none lost, a tenth better", () => {
    const stuck = [1, 1, 1, 1, 1];
    expect([1, 2, 3, 5, 10].map(quorum)).toEqual([1, 2, 3, 4, 8]);
    expect(judge(stuck, [0.1, 0.1, 0.1, 0.1, 1])).toBe("cured");
    expect(judge(stuck, [0.1, 0.1, 0.1, 0.1, Infinity])).toBe("better");
    expect(judge(stuck, [0.1, 0.1, 0.6, 0.6, 0.6])).toBe("better");
    expect(judge(stuck, [1, 1.02, 1, 0.98, 1])).toBe("same");
    expect(judge(stuck, [1.6, 1.4, 1.3, 1.5, 1.4])).toBe("worse");
    expect(judge(stuck, [Infinity, Infinity, Infinity, Infinity, 0.1])).toBe("diverged");
    expect(judge([Infinity, Infinity, Infinity], [1, 1, 1])).toBe("better");
    // Across the line of half, but no tenth better.
    expect(judge([0.51], [0.49])).toBe("same");
    expect(judge([0.7], [0.6], 0.65)).toBe("cured");
  });
});

describe("losses of rows", () => {
  it("their mean is the network's loss, whatever the loss", () => {
    const random = randomFrom(4);
    for (const [loss, targets] of [
      ["mean-squared-error", [1, -2, 0.5, 3]],
      ["sum-squared-error", [1, -2, 0.5, 3]],
      ["cross-entropy", [1, 0, 0.25, 0.75]],
      ["binary-cross-entropy", [1, 0, 0.25, 1]],
    ] as const) {
      const network = lab.mlp({ sizes: [3, 2], seed: 5 });
      const x = Float32Array.from({ length: 6 }, () => 3 * random.normal());
      const y = Float32Array.from(targets);
      const rows = rowLosses(loss, network.forward(x), y, 2);
      expect(rows).toHaveLength(2);
      expect(lossOf(loss, rows)).toBeCloseTo(network.backward(x, y, loss).loss, 5);
      network.dispose();
    }
  });

  it("confident answers keep their digits", () => {
    const [one] = rowLosses("binary-cross-entropy", Float32Array.of(20), Float32Array.of(1), 1);
    expect(one).toBeCloseTo(2.0611536e-9, 15);
    const [two] = rowLosses("cross-entropy", Float32Array.of(800, 0), Float32Array.of(0, 1), 2);
    expect(two).toBeCloseTo(800, 6);
  });

  it("beyond chance is two standard errors of the paired difference", () => {
    const a = Float64Array.from({ length: 100 }, (_, row) => 1 + (row % 2 === 0 ? 0.5 : -0.5));
    const shifted = (by: number) => a.map((value, row) => value - by + (row % 4 < 2 ? 0.2 : -0.2));
    expect(beyondChance(a, shifted(0.05))).toBe(true); // 0.05 against 2 · .2/10
    expect(beyondChance(a, shifted(0.03))).toBe(false);
    expect(beyondChance(a, shifted(-0.05))).toBe(false);
  });
});

describe("verdicts", () => {
  it("nothing that is no better than a constant is healthy, with or without remedies", async () => {
    for (const kind of ["noise-labels", "capacity-no-hidden", "weight-decay", "digits-zeros"]) {
      for (const remedies of ["none", "likely"] as const)
        expect([kind, (await examine(lab, kindOf(lab, kind, 2).patient, { seeds: 1, remedies })).healthy]).toEqual([
          kind,
          false,
        ]);
    }
  });

  it("a net that learnt is not treated, and no reference is asked", async () => {
    const report = await examine(lab, kindOf(lab, "healthy-digits", 3).patient);
    expect(report).toMatchObject({
      verdict: "healthy",
      findings: [],
      remedies: [],
      reference: [],
      withdrawn: [],
      next: "",
    });
    expect(report.untreated.losses).toHaveLength(1);
  });

  it("memory on a holdout: the rows kept out are not trained on, and decide", async () => {
    const { patient } = kindOf(lab, "overfitting", 2);
    const report = await examine(lab, patient, { seeds: 1 });
    expect(report.verdict).toBe("sick");
    expect(report.examined.samples).toBe(42);
    expect(report.loss.heldOut!).toBeGreaterThan(2 * report.loss.end);
    const without: Patient = { config: patient.config, training: patient.training, data: patient.data };
    expect(await examine(lab, without, { seeds: 1 })).toMatchObject({ verdict: "healthy" });
  });

  it("two changes: the first alone stands beside, and both are named", async () => {
    const random = randomFrom(11);
    const x = Float32Array.from({ length: 400 }, () => 4 * random.uniform() - 2);
    const y = x.map((value) => Math.sin(3 * value));
    const report = await examine(
      lab,
      {
        config: { sizes: [1, 24, 24, 1], activation: "tanh", init: "zeros" },
        training: {
          loss: "mean-squared-error",
          optimizer: { kind: "sgd", learningRate: 1e-4 },
          epochs: 150,
          batch: 32,
        },
        data: { x, y },
      },
      { seeds: 1 },
    );
    expect(report.findings[0]?.id).toBe("symmetric");
    const two = report.remedies.filter(({ changes }) => changes.length === 2);
    expect(two.length).toBeGreaterThan(0);
    for (const { id } of two) {
      const [first] = id.split(" + ");
      expect(report.remedies.some((one) => one.id === first && one.changes.length === 1)).toBe(true);
    }
    expect(report.remedies[0]!.verdict).toMatch(/cured|better/);
  });

  it("examines what was asked for, or says how much it was", async () => {
    const { patient } = kindOf(lab, "healthy-moons", 1);
    const whole = await examine(lab, patient);
    expect(whole.trial).toEqual({ epochs: 80, of: 80 });
    const cut = await examine(lab, patient, { steps: 70, remedies: "none" });
    expect(cut.trial).toEqual({ epochs: 10, of: 80 });
    expect(cut.examined.training.epochs).toBe(80);
  });

  it("starts from the parameters that it was given", async () => {
    const { patient } = kindOf(lab, "healthy-moons", 1);
    const network = lab.mlp(patient.config as never);
    const zeros = Object.fromEntries(
      network.parameters().map(({ name, values }) => [name, new Float32Array(values.length)]),
    );
    network.dispose();
    const report = await examine(lab, { ...patient, parameters: zeros }, { seeds: 1 });
    expect(report.findings.map(({ id }) => id)).toEqual(["symmetric"]);
    await expect(examine(lab, { ...patient, parameters: { nonsense: [1] } })).rejects.toMatchObject({
      code: "BAD_OPTION",
    });
  });
});
