import { parseStudy, studies, type Study } from "gradiometer/sweep";
import { describe, expect, it } from "vitest";
import { canonicalAround, canonicalJson, sha256Text } from "../../sdk/sweep/canonical.js";
import { checkAxis } from "../../sdk/sweep/axes.js";
import type { ExperimentJob, TrainingJob } from "../../sdk/sweep/types.js";
import { jobOrder, planOf } from "../../sdk/sweep/plan.js";
import { based, changed, small } from "./support.js";

const values = (axis: object): readonly unknown[] => checkAxis("axis", { path: "config.x", ...axis }).values;

describe("canonical JSON", () => {
  it("is one text for one value", () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: "é" }], e: undefined })).toBe('{"a":[{"c":"é","d":null}],"b":1}');
    expect(canonicalJson(Float32Array.of(0.5, -1))).toBe("[0.5,-1]");
  });

  it.each([{}, { a: 1 }, { z: [1] }, { a: 1, z: { seed: 3 } }, { a: undefined, seed: 5, z: "é" }])(
    "of %j with a seed is the same text around every seed",
    (value) => {
      const [before, after] = canonicalAround("seed", value);
      for (const seed of [0, 12]) expect(`${before}${seed}${after}`).toBe(canonicalJson({ ...value, seed }));
    },
  );

  it("is hashed as UTF-8", () => {
    expect(sha256Text("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256Text("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });
});

describe("axes", () => {
  it("are ranges with both ends, evenly or in the logarithm", () => {
    expect(values({ from: 0, to: 1, count: 11 })).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(values({ from: 0.001, to: 10, count: 5, scale: "log" })).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect(values({ from: 3, to: 1, count: 3 })).toEqual([3, 2, 1]);
  });

  it.each([
    [{ path: "depth", values: [1] }, 'axis.path: expected what it sets, such as "config.init.weight"'],
    [{ path: "config.x", values: [] }, "axis.values: expected a list of 1 to 100000 values"],
    [
      { path: "config.x", values: [1, 2, 1] },
      "axis.values[2]: expected a value that is not in the list already, but got 1",
    ],
    [{ path: "config.x", values: [1], count: 3 }, "axis.count: expected either values, or from, to and count"],
    [{ path: "config.x", from: 0, to: 1, count: 3, scale: "log" }, "axis.from: expected a number above 0, but got 0"],
    [{ path: "config.x", from: 1, to: 1, count: 3 }, "axis.to: expected a number other than `from`"],
    [{ path: "config.x", from: 1, to: 2, count: 1 }, "axis.count: expected an integer from 2 to 100000"],
    [
      { path: "config.x", from: 1, to: 2, count: 3, scale: "cubic" },
      'axis.scale: expected "linear" or "log", but got "cubic"',
    ],
    [{ path: "config.x", form: 1 }, 'axis.form: unknown option; did you mean "from"?'],
  ])("refuse %j", (axis, message) => {
    expect(() => checkAxis("axis", axis)).toThrow(message);
  });
});

describe("a study", () => {
  it.each<[object, string]>([
    [{ ...small, measure: ["losses"] }, 'did you mean "loss"?'],
    [{ ...small, measure: [] }, "measure: expected a list of start, loss,"],
    [{ ...small, seeds: 0 }, "seeds: expected an integer from 1"],
    [{ ...small, seeds: { count: 3, frist: 1 } }, 'did you mean "first"?'],
    [{ ...small, name: "" }, "name: expected a text"],
    [
      {
        ...small,
        axes: [
          { path: "training.lr", values: [1] },
          { path: "training.lr", values: [2] },
        ],
      },
      "axes[1].path: expected a path of its own",
    ],
    [
      { ...small, axes: [{ path: "model.depth", values: [1] }] },
      'expected a path that begins with "config.", "training."',
    ],
    [{ ...small, base: { ...small.base, data: null } }, "base.data: expected an object"],
    [{ ...small, seeds: 10_000_000 }, "seeds: expected an integer from 1 to 1000000"],
    [
      { ...small, axes: [{ path: "config.depth", from: 1, to: 100_000, count: 100_000 }], seeds: 50 },
      "at most 1000000 jobs",
    ],
    [{ name: "e", experiment: "depth-swep", seeds: 1 }, 'did you mean "depth-sweep"?'],
    [
      { name: "e", experiment: "all", parameters: { a: 1 }, seeds: 1 },
      "experiment: expected one experiment where there are parameters",
    ],
    [
      { name: "e", experiment: "shattered", controls: true, parameters: { seeds: 1 }, seeds: 1 },
      "controls: expected false",
    ],
  ])("is refused: %#", (study, message) => {
    expect(() => planOf(study)).toThrow(message);
  });

  it.each<[Study, string]>([
    [
      changed({ axes: [{ path: "config.depth", values: [2, 2.5] }] }),
      "config.depth 2.5, seed 0: config.depth: expected an integer from 1",
    ],
    [
      changed({ axes: [{ path: "config.activation", values: ["tanh", "rleu"] }] }),
      "config.activation rleu, seed 0: activation: expected one of",
    ],
    [
      changed({ axes: [{ path: "training.optimizer.learningRate", values: [-1] }] }),
      "training.optimizer.learningRate -1, seed 0: optimizer.learningRate:",
    ],
    [
      changed({ axes: [{ path: "training.epochs", values: [0] }] }),
      "training.epochs 0, seed 0: training.epochs: expected an integer ≥ 1",
    ],
    [changed({ axes: [{ path: "config.sizes.9", values: [3] }] }), 'a place in the list, 0 to 2, instead of "9"'],
    [based({ config: { sizes: [2, 2] } }), "a base whose config.sizes has a hidden layer"],
    [based({ config: { sizes: [2, 6, 2], init: "he-normal" } }), 'a path whose "weight" is inside an object'],
  ])("names the point that a network or a training would refuse: %#", (study, message) => {
    expect(() => planOf(study)).toThrow(message);
  });

  it("is read from JSON with comments, and says where it is none", () => {
    const text = JSON.stringify(small).replace("{", "{ // a study\n");
    expect(parseStudy(text)).toEqual(small);
    expect(() => parseStudy("{")).toThrow(/study: not valid JSON: /);
  });
});

describe("a plan", () => {
  it("has every point from every seed, the last axis fastest", () => {
    const plan = planOf(small);
    expect(plan.count).toBe(12);
    const jobs = Array.from({ length: 12 }, (_, index) => plan.job(index));
    expect(jobs.map(({ point, seed }) => [...Object.values(point), seed])).toEqual(
      [1, 4, 8].flatMap((depth) => [0.5, 2].flatMap((weight) => [0, 1].map((seed) => [depth, weight, seed]))),
    );
    expect(jobs[11]).toMatchObject({
      config: { sizes: [2, 6, 6, 6, 6, 6, 6, 6, 6, 2], init: { kind: "variance", weight: 2, bias: 0.05 } },
    });
  });

  it("takes seeds from a first one on, some apart", () => {
    const plan = planOf(changed({ seeds: { first: 100, count: 3, stride: 5 } }));
    expect([0, 1, 2].map((index) => plan.job(index).seed)).toEqual([100, 105, 110]);
  });

  it("names a job by all that it depends on, and by nothing else", () => {
    const keys = (study: Study) => jobOrder(planOf(study)).keys;
    const renamed = keys(changed({ name: "other", about: "words" }));
    expect(renamed).toEqual(keys(small));
    const others = [
      changed({ measure: ["loss"] }),
      based({ holdout: 0.2 }),
      based({ data: { generator: "two-moons", options: { samples: 41 } } }),
    ];
    const first = new Set(keys(small));
    for (const study of others) expect(keys(study).some((key) => first.has(key))).toBe(false);
    expect(new Set(keys(small)).size).toBe(12);
    expect([...keys(small)].sort()).toEqual(keys(small));
  });

  it("gives every job to one shard", () => {
    const plan = planOf(small);
    const parts = [1, 2, 3, 4, 5].map((index) => jobOrder(plan, { index, of: 5 }));
    expect(parts.flatMap(({ keys }) => keys).sort()).toEqual(jobOrder(plan).keys);
    expect(() => jobOrder(plan, { index: 3, of: 2 })).toThrow(
      "shard: expected { index, of }, part 1 of 4 to part 4 of 4",
    );
  });

  it("sets the width of all hidden layers", () => {
    const { config } = planOf(changed({ axes: [{ path: "config.width", values: [3] }] })).job(0) as TrainingJob;
    expect(config).toMatchObject({ sizes: [2, 3, 2] });
  });

  it("runs the claims of an experiment, and with controls these, claims of one control together", () => {
    const plan = planOf({ name: "c", experiment: "scalar-chain", seeds: 2, controls: true });
    const jobs = Array.from({ length: plan.count }, (_, index) => plan.job(index)) as ExperimentJob[];
    expect(jobs.length % 2).toBe(0);
    expect(jobs[0]).toMatchObject({ point: { experiment: "scalar-chain" }, parameters: {} });
    const controls = jobs.filter(({ point }) => "control" in point);
    expect(controls.length).toBeGreaterThan(0);
    const asked = new Set(controls.flatMap(({ claims }) => claims));
    expect([...asked].sort()).toEqual([...jobs[0]!.claims].sort());
    for (const { parameters } of controls) expect(Object.keys(parameters).length).toBeGreaterThan(0);
  });
});

describe("the studies that ship", () => {
  it.each(studies.map((study) => [study.name, study] as const))("%s: every point is possible", (_, study) => {
    const { count } = planOf(study);
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(2000);
    expect(study.about).toMatch(/^[A-Z].*[.?)]$/);
  });
});
