import { GradiometerError, load } from "gradiometer";
import { type Claim, experiments, type Result, run, type Table } from "gradiometer/experiments";
import { describe, expect, test } from "vitest";
import { spectralNorm } from "../sdk/experiments/tools/norms.js";

const lab = await load();
const SEEDS = [0, 1, 2];

const claimOf = (result: Result, id: string): Claim => {
  const claim = result.claims.find((one) => one.id === id);
  if (!claim) throw new Error(`${id} was not measured`);
  return claim;
};
const tableOf = ({ tables }: Result, name: string): Table => {
  const table = tables.find((one) => one.name.startsWith(name));
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const columnOf = (table: Table, name: string) => {
  const column = table.columns.find((one) => one.name === name);
  if (!column) throw new Error(`no column ${name}`);
  return column.values;
};
const numbersOf = (table: Table, name: string) => columnOf(table, name).map(Number);

async function errorOf(promise: Promise<unknown>): Promise<GradiometerError> {
  const error: unknown = await promise.then(
    () => new Error("expected an error"),
    (reason: unknown) => reason,
  );
  if (error instanceof GradiometerError) return error;
  throw error;
}

/** Runs that together measure every claim, each under the smallest parameters that still speak of its nets. */
const RUNS: Record<string, { parameters: object; claims: string[] }[]> = {
  "scalar-chain": [
    {
      parameters: {},
      claims: [
        ...["C1.output", "C1.gradient", "C1.factors", "C1.finite-difference", "C1.float32", "C2.bound", "C2.subnormal"],
        ...["C2.zero", "C3.range", "C3.negative", "C3.exceed", "C4.output", "C4.slopes", "C4.gradient", "C4.sum"],
        ...["C4.sign", "C4.extra-factor"],
      ],
    },
  ],
  "depth-sweep": [
    {
      parameters: { depths: [2, 30], steps: 0 },
      claims: ["C2.quarter", "C7.bound", "C7.loose", "C15.standard", "C16.orthogonal", "C16.error", "C16.all-bounded"],
    },
    {
      parameters: { depths: [30], activations: ["tanh"], initialisations: ["orthogonal"], repeats: 1 },
      claims: ["C16.trains"],
    },
    { parameters: { depths: [2, 10], initialisations: ["standard"] }, claims: ["C15.stuck", "C19.order"] },
  ],
  "gradient-histograms": [
    {
      parameters: { probe: 64, steps: 0 },
      claims: ["C15.standard", "C15.third", "C15.normalised", "C15.weight-gradients"],
    },
    { parameters: { width: 200 }, claims: ["C15.standard", "C15.third", "C15.during", "C15.learning"] },
    {
      parameters: { data: "two-moons", width: 128, steps: 0 },
      claims: ["C15.standard", "C15.third", "C15.normalised-moons", "C15.weight-gradients"],
    },
  ],
};

// The other experiments have a file of their own each, in tests/experiments/.
describe.each(experiments.filter(({ id }) => id in RUNS))("$id", ({ id, claims }) => {
  const runs = RUNS[id] ?? [];

  test("every claim is tried", () => {
    expect([...new Set(runs.flatMap((one) => one.claims))].sort()).toEqual(claims.map((claim) => claim.id).sort());
  });

  test.each(SEEDS.flatMap((seed) => runs.map((one) => ({ seed, ...one }))))(
    "as foreseen with seed $seed, $parameters",
    async ({ seed, parameters, claims: ids }) => {
      const result = await run(lab, id, parameters, { seed });
      const outcome = ids
        .map((claim) => claimOf(result, claim))
        .map(({ id: name, holds, measured }) => ({ name, holds, measured }));
      const foreseen = outcome.map((one) => ({
        ...one,
        holds: claims.find((claim) => claim.id === one.name)?.foreseen,
      }));
      expect(outcome).toEqual(foreseen);
    },
  );

  test.each(claims)("the control of $id comes out the other way", async ({ id: name, control, foreseen }) => {
    const { holds } = claimOf(await run(lab, id, control), name);
    expect(holds).toBe(!foreseen);
  });
});

test("ids, statements and sources are there once each", () => {
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
  for (const { title, question, claims, parameters } of experiments) {
    expect(title.length * question.length).toBeGreaterThan(0);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { id, statement, source } of claims) {
      expect(id).toMatch(/^C\d+\.[a-z0-9-]+$/);
      expect(statement.length * source.length).toBeGreaterThan(0);
    }
    for (const property of Object.values(parameters.properties)) expect(property.description).toBeTruthy();
  }
});

describe("the scalar chain, at the printed digits", () => {
  test("C1: every step forward, six factors, their product", async () => {
    const result = await run(lab, "scalar-chain");
    const steps = numbersOf(tableOf(result, "forward"), "value");
    const printed = [
      0.75, 0.679178699175393, -0.8150144390104715, 0.3068229797386348, 0.6136459594772696, 0.6487720454454469,
    ];
    steps.forEach((value, index) => {
      expect(Math.abs(value - printed[index]!)).toBeLessThan(5e-16);
    });
    const factors = tableOf(result, "factors");
    expect(columnOf(factors, "factor")).toEqual(["φ'(u₅)", "w₃", "φ'(u₃)", "w₂", "φ'(u₁)", "x"]);
    expect(Math.abs(numbersOf(factors, "product so far").at(-1)! + 0.03801570039051818)).toBeLessThan(5e-17);
    const gradients = tableOf(result, "gradients");
    expect(columnOf(gradients, "factors")).toEqual([6, 4, 2]);
    for (const error of numbersOf(gradients, "relative error of float32")) expect(error).toBeLessThan(5e-7);
  });

  test("C2: the powers of a quarter in float32", async () => {
    const table = tableOf(await run(lab, "scalar-chain"), "factor^L");
    const kinds = columnOf(table, "float32 is");
    expect([kinds[62], kinds[63], kinds[73], kinds[74]]).toEqual(["normal", "subnormal", "subnormal", "zero"]);
  });

  test("C2: a factor above a half never gets to zero in float32, it settles at a subnormal", async () => {
    const result = await run(lab, "scalar-chain", { factor: 0.95, depth: 4000, draws: 1000 });
    expect(claimOf(result, "C2.zero")).toMatchObject({ measured: "Infinity", holds: false });
    const table = tableOf(result, "factor^L");
    expect(columnOf(table, "float32 is").at(-1)).toBe("subnormal");
    expect(numbersOf(table, "float64").at(-1)).toBeLessThan(numbersOf(table, "float32").at(-1)!);
  });

  test("C3: the share of draws outside the bound, for five variances", async () => {
    const draws = 100_000;
    const table = tableOf(await run(lab, "scalar-chain", { draws }), "0 ≤ ∂f/∂w₁");
    expect(columnOf(table, "variance")).toEqual([1, 0.9, 0.5, 0.25, 0.1]);
    const printed = [0.052, 0.045, 0.014, 0.001, 0];
    numbersOf(table, "above the bound").forEach((share, index) => {
      const p = printed[index]!;
      expect(Math.abs(share - p)).toBeLessThan(0.0005 + 4 * Math.sqrt((p * (1 - p)) / draws)); // rounding and the draws
    });
    for (const share of numbersOf(table, "below 0")) expect(Math.abs(share - 0.5)).toBeLessThan(2 / Math.sqrt(draws));
  });

  test("C3: a variance of one's own joins the table", async () => {
    const result = await run(lab, "scalar-chain", { variance: 2, draws: 10_000 });
    expect(columnOf(tableOf(result, "0 ≤"), "variance")).toEqual([2, 1, 0.9, 0.5, 0.25, 0.1]);
  });

  test("C4: output, slopes, gradient, and the two slips", async () => {
    const table = tableOf(await run(lab, "scalar-chain"), "∂C/∂w₀");
    const [output, slopes, , gradient, sign, extra] = numbersOf(table, "value");
    expect(Math.abs(output! - 0.6269180281606004)).toBeLessThan(5e-16);
    expect(Math.abs(slopes! - 0.0024698780915772675)).toBeLessThan(5e-18);
    expect(Math.abs(gradient! - 0.005307649854385422)).toBeLessThan(1e-17);
    expect(sign! / gradient!).toBeCloseTo(-1, 12);
    expect(extra! / gradient!).toBeCloseTo(0.5, 12);
  });
});

describe("depth-sweep", () => {
  test("power iteration finds the spectral norm", () => {
    const norm = (rows: number, columns: number, values: number[]) =>
      spectralNorm({ name: "w", shape: [rows, columns], values: Float32Array.from(values) });
    expect(norm(2, 2, [1, 2, 3, 4])).toBeCloseTo(5.4649857042, 9);
    expect(norm(2, 3, [0, -3, 0, 2, 0, 0])).toBeCloseTo(3, 9);
    expect(norm(2, 2, [1, 0, 0, 1])).toBeCloseTo(1, 12);
    expect(Math.abs(norm(2, 2, [1, 0, 0, 1 - 2 ** -20]) - 1)).toBeLessThan(1e-6); // nearly equal: the slowest case
    expect(norm(3, 2, [0, 0, 0, 0, 0, 0])).toBe(0);
  });

  test("the bound with orthogonal weights is the error above times the largest slope, and Frobenius is looser", async () => {
    const parameters = { depths: [6], activations: ["sigmoid"], initialisations: ["orthogonal"], steps: 0 };
    const table = tableOf(await run(lab, "depth-sweep", parameters), "layers");
    const delta = numbersOf(table, "‖δ‖");
    const bound = numbersOf(table, "bound on ‖δ‖");
    const frobenius = numbersOf(table, "bound with ‖W‖_F");
    expect(delta.length).toBe(7);
    for (let layer = 0; layer < 5; layer++) {
      expect(bound[layer]! / delta[layer + 1]!).toBeCloseTo(0.25, 6);
      expect(frobenius[layer]! / bound[layer]!).toBeCloseTo(Math.sqrt(32), 4);
    }
    expect(columnOf(table, "bound on ‖δ‖").at(-1)).toBeNull();
  });

  test("claims about nets that were not asked for are left out", async () => {
    const { claims } = await run(lab, "depth-sweep", {
      depths: [2],
      activations: ["relu"],
      initialisations: ["he-normal"],
      steps: 0,
    });
    expect(claims.map(({ id }) => id)).toEqual(["C7.bound", "C7.loose"]);
  });

  test("numbers that JSON cannot hold become words", async () => {
    const parameters = {
      depths: [3],
      activations: ["relu"],
      initialisations: ["he-normal"],
      steps: 60,
      learningRate: 1000,
      repeats: 1,
    };
    const result = await run(lab, "depth-sweep", parameters);
    expect(columnOf(tableOf(result, "nets"), "training loss")).toEqual(["NaN"]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe("gradient-histograms", () => {
  test("every histogram is normalised, and there is one for each layer before and after", async () => {
    const bins = 8;
    const result = await run(lab, "gradient-histograms", { width: 16, layers: 3, steps: 2, bins });
    const histograms = result.tables.filter(({ name }) => name.startsWith("histograms"));
    expect(histograms.length).toBe(3);
    for (const table of histograms) {
      const shares = numbersOf(table, "share");
      expect(shares.length).toBe(2 * 2 * 3 * bins);
      for (let at = 0; at < shares.length; at += bins)
        expect(shares.slice(at, at + bins).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });
});

const SMALL = { depths: [2], activations: ["tanh", "relu"], initialisations: ["orthogonal"], steps: 20, repeats: 1 };

describe("a run", () => {
  test("same seed, same bytes, whatever else was allocated and in another instance; another seed, others", async () => {
    const bytes = async (on: typeof lab, seed: number) => JSON.stringify(await run(on, "depth-sweep", SMALL, { seed }));
    const first = await bytes(lab, 5);
    const other = lab.mlp({ sizes: [33, 77, 5] });
    expect(await bytes(lab, 5)).toBe(first);
    other.dispose();
    expect(await bytes(await load(), 5)).toBe(first);
    expect(await bytes(lab, 6)).not.toBe(first);
  });

  test("is plain JSON with columns of one length and all its parameters", async () => {
    const result = await run(lab, "depth-sweep", SMALL);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({ experiment: "depth-sweep", seed: 0, variant: "simd", version: lab.version });
    expect(result.parameters).toMatchObject({ ...SMALL, width: 32, learningRate: 0.05 });
    for (const { columns } of result.tables) expect(new Set(columns.map(({ values }) => values.length)).size).toBe(1);
  });

  test("gives its memory back and leaves the parameters alone", async () => {
    const given = Object.freeze({ ...SMALL, depths: Object.freeze([3, 2]) });
    const { used } = lab.memory();
    await run(lab, "depth-sweep", given);
    expect(lab.memory().used).toBe(used);
  });

  test("reports progress that only grows, to its end", async () => {
    const reports: { done: number; total: number; label: string }[] = [];
    await run(lab, "gradient-histograms", { width: 8, steps: 3 }, { onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeGreaterThan(6);
    reports.forEach(({ done, total }, index) => {
      expect(total).toBe(reports[0]!.total);
      expect(done).toBeGreaterThanOrEqual(reports[index - 1]?.done ?? 0);
    });
    expect(reports.at(-1)).toMatchObject({ done: reports[0]!.total });
  });

  test.each(experiments)(
    "of $id stops when aborted, from the start or on the way, and gives its memory back",
    async ({ id }) => {
      const { used } = lab.memory();
      expect((await errorOf(run(lab, id, {}, { signal: AbortSignal.abort() }))).code).toBe("ABORTED");
      const controller = new AbortController();
      const onProgress = ({ done }: { done: number }) => {
        if (done > 0) controller.abort();
      };
      expect((await errorOf(run(lab, id, {}, { signal: controller.signal, onProgress }))).code).toBe("ABORTED");
      expect(lab.memory().used).toBe(used);
    },
  );

  test("lets the event loop turn, so that a timer can abort it", async () => {
    const error = await errorOf(run(lab, "depth-sweep", {}, { signal: AbortSignal.timeout(50) }));
    expect(error.code).toBe("ABORTED");
  });

  test.each([
    [["nonsense"], 'but got "nonsense"'],
    [["scalar-chain", { waits: [1] }], "waits"],
    [["scalar-chain", { weights: [] }], "weights: expected a list of 1 to 200 values"],
    [["scalar-chain", { weights: [1, "a"] }], 'weights[1]: expected a finite number from -100 to 100, but got "a"'],
    [["scalar-chain", { variance: NaN }], "variance: expected a finite number from 0 to 100, but got NaN"],
    [["scalar-chain", { activation: "relu" }], 'activation: expected one of sigmoid, tanh, but got "relu"'],
    [["scalar-chain", { activation: () => 1 }], "activation: expected one of sigmoid, tanh, but got a function"],
    [["depth-sweep", { width: 2.5 }], "width: expected an integer from 1 to 512, but got 2.5"],
    [["depth-sweep", { width: Infinity }], "width: expected an integer from 1 to 512, but got Infinity"],
    [["depth-sweep", { depths: [2, 0] }], "depths[1]: expected an integer from 1 to 200, but got 0"],
    [["depth-sweep", { depths: [2, 2] }], "depths: expected a list of 1 to 20 different values"],
    [["depth-sweep", { depths: new Float32Array(2) }], "depths: expected a list"],
    [["depth-sweep", { learningRate: 0 }], "learningRate: expected a finite number above 0 to 1000, but got 0"],
    [["depth-sweep", [1]], "parameters: expected an object"],
    [["depth-sweep", null], "parameters: expected an object, but got null"],
    [["depth-sweep", {}, { seed: -1 }], "seed: expected an integer ≥ 0, but got -1"],
    [["depth-sweep", {}, { sede: 1 }], "sede"],
  ])("a bad argument is named: %j", async ([id, parameters, options], message) => {
    const error = await errorOf(run(lab, id as string, parameters as object, options as object));
    expect(error.code).toBe("BAD_OPTION");
    expect(error.message).toContain(message);
  });
});
