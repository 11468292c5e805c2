import { GradiometerError, load } from "gradiometer";
import { experiments, run } from "gradiometer/experiments";
import { describe, expect, test } from "vitest";

const lab = await load();

async function errorOf(promise: Promise<unknown>): Promise<GradiometerError> {
  const error: unknown = await promise.then(
    () => new Error("expected an error"),
    (reason: unknown) => reason,
  );
  if (error instanceof GradiometerError) return error;
  throw error;
}

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
    [["depth-sweep", { depths: [2, 2] }], "depths: expected a list of 1 to 20 values, all different, but got"],
    [["long-memory", { tasks: [] }], "tasks: expected a list of at least 1 value, all different, but got"],
    [["slips", { second: [1] }], "second: expected a list of 2 values, but got an array of length 1"],
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
