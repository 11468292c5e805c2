import { GradiometerError, load } from "gradiometer";
import { copyTask, digits, twoMoons } from "gradiometer/data";
import {
  examine,
  type FindingId,
  findings,
  type Patient,
  remedies,
  thresholds,
  zoo,
  zooPatient,
} from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { growthLimit } from "../../sdk/doctor/growth.js";
import type { MlpCase } from "../../sdk/doctor/patient.js";

const lab = await load();
const animal = (name: string): Patient =>
  zooPatient(
    lab,
    zoo.find((net) => net.name === name)!,
  );

async function errorOf(promise: Promise<unknown>): Promise<GradiometerError> {
  const error: unknown = await promise.then(
    () => new Error("expected an error"),
    (reason: unknown) => reason,
  );
  if (error instanceof GradiometerError) return error;
  throw error;
}

describe("thresholds and verdicts", () => {
  it("every threshold is a number with a reason", () => {
    for (const { value, reason } of Object.values(thresholds)) {
      expect(Number.isFinite(value)).toBe(true);
      expect(reason.length).toBeGreaterThan(10);
    }
    expect(thresholds.stuck.value).toBeCloseTo(0.01 / Math.LN2, 4);
    expect(thresholds.stillFalling.value).toBe(thresholds.stuck.value / 4);
  });

  it("narrow and deep nets may grow more before they count as exploding", () => {
    const limitOf = (...sizes: number[]) => growthLimit({ kind: "mlp", config: { sizes } } as unknown as MlpCase);
    const layers = (depth: number, width: number) => Array.from({ length: depth }, () => width);
    expect(limitOf(2, ...layers(30, 32), 2)).toBe(thresholds.growing.value);
    expect(limitOf(2, ...layers(60, 3), 2)).toBeCloseTo(Math.exp(Math.sqrt(59 * Math.log(1 + 5 / 3))), 6);
    expect(limitOf(2, 2)).toBe(thresholds.growing.value);
  });
});

describe("registries", () => {
  it("names are unique, and what a finding explains comes after it", () => {
    const ids = findings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(20);
    findings.forEach(({ explains }, at) => {
      for (const other of explains) expect(ids.indexOf(other)).not.toBe(at);
    });
    expect(new Set(remedies.map(({ id }) => id)).size).toBe(remedies.length);
  });

  it("every finding has a remedy that is likely to help", () => {
    const without = findings.filter(({ id }) => !remedies.some(({ helps }) => helps[id] === 3));
    expect(without).toEqual([]);
  });
});

describe("examine", () => {
  it("finds, proves and ranks, in the same bytes for the same patient", async () => {
    const patient = animal("zeros-relu");
    const seen: number[] = [];
    const report = await examine(lab, patient, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(report.healthy).toBe(false);
    expect(report.findings.map(({ id }) => id)).toEqual<FindingId[]>(["symmetric"]);
    const [finding] = report.findings;
    expect(finding).toMatchObject({ layer: 0, numbers: { lossStart: report.loss.start, lossEnd: report.loss.end } });
    expect(finding!.evidence).toContain("same weights");
    expect(finding!.proof).toEqual({ remedy: report.remedies[0]!.id, verdict: "cured" });
    expect(report.remedies[0]!.verdict).toBe("cured");
    expect(report.remedies[0]!.losses).toHaveLength(3);
    // What failed from the first seed was not run from the others.
    for (const { losses, verdict } of report.remedies)
      if (verdict === "same") expect(losses.length).toBeLessThanOrEqual(3);
    expect(report.untreated.losses).toHaveLength(3);
    expect(report.untreated.losses[0]).toBe(report.loss.end);
    expect(seen.at(-1)).toBe(1);
    expect(structuredClone(report)).toEqual(report);
    expect(JSON.stringify(await examine(lab, patient))).toBe(JSON.stringify(report));
  });

  it("a remedy's patient, trained by hand from the same seeds, has the losses of the report", async () => {
    const report = await examine(lab, animal("tiny-normal"), { seeds: 2 });
    expect(report.remedies.length).toBeGreaterThan(0);
    for (const { patient, losses } of report.remedies) {
      const { epochs, batch, ...training } = patient.training;
      const config = patient.config as Parameters<typeof lab.mlp>[0];
      const x = patient.data.x as Float32Array;
      for (const [index, expected] of losses.entries()) {
        const net = lab.mlp({ ...config, seed: (config.seed ?? 0) + index });
        const trainer = net.trainer(training);
        await trainer.fit(x, patient.data.y, { epochs, ...(batch !== undefined && { batch }) });
        expect(net.backward(x, patient.data.y, training.loss).loss).toBe(expected);
        net.dispose();
      }
    }
  });

  it("changes one thing at a time", async () => {
    const sick = animal("zeros-relu");
    const { remedies: tried } = await examine(lab, sick, { seeds: 1, remedies: "all" });
    const own = lab.mlp(sick.config as never).config;
    for (const { patient } of tried) {
      const parts = [
        JSON.stringify(own) === JSON.stringify({ ...patient.config, init: own.init, initData: undefined }),
        // A layer more, or wider ones, are drawn as the others are.
        JSON.stringify(own.init) === JSON.stringify((patient.config as typeof own).init),
        patient.training.optimizer.kind === "sgd" &&
          patient.training.optimizer.learningRate === 0.1 &&
          !patient.training.optimizer.momentum &&
          !patient.training.clip &&
          patient.training.epochs === sick.training.epochs,
        JSON.stringify([...(patient.data.x as Float32Array)]) === JSON.stringify([...(sick.data.x as Float32Array)]),
      ];
      expect(parts.filter((same) => !same).length).toBeLessThanOrEqual(1);
    }
  });

  it("runs no remedy for a healthy net or when asked for none", async () => {
    const healthy = await examine(lab, animal("healthy-regression"));
    expect(healthy).toMatchObject({ healthy: true, findings: [], remedies: [] });
    const sick = await examine(lab, animal("zeros"), { remedies: "none" });
    expect(sick).toMatchObject({ healthy: false, remedies: [] });
    expect(sick.untreated.losses).toHaveLength(1);
    expect(await examine(lab, animal("slow-spirals"), { remedies: "none" })).toMatchObject({
      verdict: "slow",
      healthy: false,
    });
  });

  it("says of a constant target that nothing but other data will help", async () => {
    const report = await examine(lab, animal("constant-target"), { seeds: 1, remedies: "all" });
    expect(report.findings.map(({ id }) => id)).toEqual(["degenerate-target"]);
    expect(report.findings[0]!.evidence).toContain("look at the data");
    expect(report.remedies.filter(({ verdict }) => verdict === "cured")).toEqual([]);
  });

  it("takes data as they come, with labels, sizes and the like beside x and y", async () => {
    const training = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, epochs: 2 } as const;
    const moons = twoMoons(lab, { samples: 20 });
    const copy = copyTask(lab, { samples: 10, symbols: 2, lag: 3 });
    const patients: Patient[] = [
      { config: { sizes: [2, 4, 2] }, training, data: moons },
      { config: { sizes: [64, 4, 10] }, training, data: (await digits(lab)).train },
      { config: { inputs: copy.inputs, hidden: 4, outputs: copy.outputs }, training, data: copy },
    ];
    for (const patient of patients) {
      const { x, y } = patient.data;
      const bare = await examine(lab, { ...patient, data: { x, y } }, { remedies: "none" });
      expect(await examine(lab, patient, { remedies: "none" })).toEqual(bare);
    }
  });

  it("treats recurrent nets too", async () => {
    const report = await examine(lab, animal("rnn-sigmoid-lag"), { seeds: 1 });
    expect(report.findings.map(({ id }) => id)).toEqual(["recurrent-lag"]);
    expect(report.findings[0]!.numbers["lagRatio"]).toBeLessThan(thresholds.lag.value);
    expect(report.remedies.length).toBeGreaterThan(0);
  });

  it("leaves the patient and the memory as they were", async () => {
    const patient = animal("rare-class");
    const before = structuredClone(patient);
    await examine(lab, patient, { remedies: "none" });
    const { used } = lab.memory();
    await examine(lab, patient, { remedies: "none" });
    expect(lab.memory().used).toBe(used);
    expect(patient).toEqual(before);
  });

  it("ends with ABORTED, at once or on the way", async () => {
    const controller = new AbortController();
    const patient = animal("deep-sigmoid");
    const running = examine(lab, patient, {
      signal: controller.signal,
      onProgress: ({ done }) => done > 0 && controller.abort(),
    });
    expect((await errorOf(running)).code).toBe("ABORTED");
    const late = examine(lab, patient, { signal: AbortSignal.abort() });
    expect((await errorOf(late)).code).toBe("ABORTED");
  });

  it.each<[string, unknown, unknown, string]>([
    ["BAD_OPTION", undefined, {}, "patient: expected an object"],
    ["BAD_OPTION", { training: { epochs: 0 } }, {}, "patient.training.epochs"],
    ["BAD_OPTION", { training: { batch: 1.5 } }, {}, "patient.training.batch"],
    ["BAD_OPTION", { training: { optimizer: { kind: "sgdd" } } }, {}, "optimizer.kind"],
    ["BAD_OPTION", { config: { sizes: [2] } }, {}, "sizes"],
    ["BAD_SHAPE", { data: { x: [1, 2, 3] } }, {}, "data.x"],
    ["NOT_FINITE", { data: { x: [1, NaN] } }, {}, "data.x"],
    ["BAD_SHAPE", { data: { y: [1, 2, 3] } }, {}, "y"],
    ["BAD_SHAPE", { config: { inputs: 1, hidden: 2, outputs: 1 } }, {}, "a sequence"],
    ["BAD_OPTION", {}, { seeds: 0 }, "options.seeds"],
    ["BAD_OPTION", {}, { remedies: "some" }, "options.remedies"],
    ["BAD_OPTION", {}, { signal: 1 }, "options.signal"],
    ["BAD_OPTION", {}, { foo: 1 }, "options.foo"],
  ])("%s for %j with %j", async (code, change, options, message) => {
    const good = {
      config: { sizes: [2, 1] },
      training: { loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 }, epochs: 1 },
      data: { x: [1, 2], y: [1] },
    };
    const given = change as Record<string, object> | undefined;
    const patient = given && {
      config: given["config"] ?? good.config,
      training: { ...good.training, ...given["training"] },
      data: { ...good.data, ...given["data"] },
    };
    const error = await errorOf(examine(lab, patient as unknown as Patient, options as object));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });
});
