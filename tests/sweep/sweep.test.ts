import { createHash } from "node:crypto";
import { type Gradiometer, load } from "gradiometer";
import { run } from "gradiometer/experiments";
import { byPoint, mergeLines, type ResultLine, sweep, type SweepWorker } from "gradiometer/sweep";
import { beforeAll, describe, expect, it } from "vitest";
import { moonsLoss } from "./oracle.js";
import { based, changed, small } from "./support.js";

let lab: Gradiometer;
let whole: Awaited<ReturnType<typeof sweep>>;
beforeAll(async () => {
  lab = await load();
  whole = await sweep(lab, small);
});

const at = (lines: readonly ResultLine[], point: object, seed: number): ResultLine =>
  lines.find((line) => JSON.stringify(line.point) === JSON.stringify(point) && line.seed === seed)!;

describe("a sweep", () => {
  it("comes to what the same training comes to by itself", async () => {
    for (const depth of [1, 8]) {
      const line = at(whole.lines, { "config.depth": depth, "config.init.weight": 2 }, 1);
      const own = await moonsLoss(lab, small, depth, 2, 1);
      expect(line.values).toMatchObject(own.values);
      expect(line.hash).toBe(own.hash);
    }
  });

  it("has its lines in the order of the keys, and says the same as text", () => {
    const keys = whole.lines.map(({ key }) => key);
    expect(keys).toEqual([...keys].sort());
    expect(whole.text).toBe(whole.lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  });

  it("has the same bytes from shards that were merged, in whatever order", async () => {
    const parts: string[] = [];
    for (const index of [3, 1, 2]) parts.push((await sweep(lab, small, { shard: { index, of: 3 } })).text);
    expect(mergeLines(parts)).toBe(whole.text);
  });

  it("does not run what is there already", async () => {
    const done = whole.lines.slice(0, 7).map((line) => `${JSON.stringify(line)}\n`);
    const fresh: string[] = [];
    const progress: number[] = [];
    const again = await sweep(lab, small, {
      done: done.join(""),
      onLine: ({ key }) => fresh.push(key),
      onProgress: (one) => progress.push(one.done),
    });
    expect(again.text).toBe(whole.text);
    expect(fresh.sort()).toEqual(whole.lines.slice(7).map(({ key }) => key));
    expect(progress[0]).toBe(7);
    expect(progress.at(-1)).toBe(12);
  });

  it("goes through workers as through this thread", async () => {
    const asked: number[][] = [];
    const { lines } = await sweep(lab, small);
    const worker: SweepWorker = {
      run: (jobs) => {
        asked.push([...jobs]);
        const { planned } = workerOf(lines);
        return Promise.resolve({ lines: jobs.map((job) => planned(job)), milliseconds: 100 * jobs.length });
      },
      close: () => undefined,
    };
    const { text } = await sweep(lab, small, { workers: [worker, worker] });
    expect(text).toBe(whole.text);
    expect(asked.flat().sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    expect(Math.max(...asked.map((chunk) => chunk.length))).toBeLessThanOrEqual(3); // 250 ms of jobs of 100 ms
  });

  it("draws new data for every seed where they are to be fresh", async () => {
    const axes = [{ path: "config.depth", values: [1] }];
    const start = async (fresh: boolean) => {
      const study = based(
        {
          data: { generator: "two-moons", options: { samples: 40 }, fresh },
          training: { ...small.base.training, epochs: 1 },
        },
        { axes, measure: ["start"] },
      );
      return (await sweep(lab, study)).lines.map(({ values }) => values["start"]);
    };
    expect(await start(true)).not.toEqual(await start(false));
    const both = based({ data: { generator: "two-moons", options: { seed: 3 }, fresh: true } });
    await expect(sweep(lab, both)).rejects.toThrow("data.options.seed: expected none where data.fresh is true");
  });

  it("takes the digits, own rows and sequences", async () => {
    const config = { sizes: [64, 8, 10], init: { kind: "variance", weight: 1, bias: 0 } } as const;
    const digits = based(
      { config, data: { generator: "digits" }, holdout: 0.1, training: { ...small.base.training, epochs: 1 } },
      { axes: [], seeds: 1, measure: ["heldOut", "accuracy", "steps"] },
    );
    const [line] = (await sweep(lab, digits)).lines;
    expect(line!.values["accuracy"]).toBeGreaterThan(0.05);
    const rows = based({ data: { x: [0, 0, 1, 1], y: [1, 0, 0, 1] } }, { measure: ["loss"], axes: [], seeds: 1 });
    expect((await sweep(lab, rows)).lines[0]!.values["loss"]).toBeGreaterThan(0);
    const rnn = based(
      {
        config: { inputs: 6, hidden: 4, outputs: 4, cell: "lstm" },
        data: { generator: "copy", options: { samples: 20, symbols: 4, lag: 5 } },
      },
      { axes: [{ path: "config.forgetBias", values: [0, 4] }], seeds: 1, measure: ["lag", "relative"] },
    );
    const [low, high] = byPoint((await sweep(lab, rnn)).lines).sort(
      (a, b) => Number(a.point["config.forgetBias"]) - Number(b.point["config.forgetBias"]),
    );
    expect(Number(low!.values["lag"]![0])).toBeLessThan(Number(high!.values["lag"]![0]));
  });

  it("says what is not finite in words, and what was not measured as null", async () => {
    const study = changed({
      axes: [{ path: "training.optimizer.learningRate", values: [1e30] }],
      seeds: 1,
      measure: ["loss", "diverged", "nonFiniteStep", "steps", "heldOut"],
    });
    const relu = { ...study, base: { ...study.base, config: { ...study.base.config, activation: "relu" as const } } };
    const [line] = (await sweep(lab, relu)).lines;
    expect(["NaN", "Infinity"]).toContain(line!.values["loss"]);
    expect(line!.values).toMatchObject({ diverged: 1, steps: null, heldOut: null });
    expect(line!.values["nonFiniteStep"]).toBeTypeOf("number");
  });

  it("runs experiments, with the hash of their whole result", async () => {
    const study = { name: "e", experiment: "scalar-chain", seeds: { first: 5, count: 1 } };
    const [line] = (await sweep(lab, study)).lines;
    const result = await run(lab, "scalar-chain", {}, { seed: 5 });
    expect(line!.hash).toBe(createHash("sha256").update(JSON.stringify(result)).digest("hex"));
    expect(line!.values).toEqual(Object.fromEntries(result.claims.map(({ id, measured }) => [id, measured])));
    const axes = [{ path: "parameters.depth", values: [3] }];
    expect((await sweep(lab, { ...study, axes })).lines[0]!.point).toEqual({ "parameters.depth": 3 });
  });

  it("refuses what it cannot use, and names the point and the seed of a job that fails", async () => {
    const wrong = (options: object) => sweep(lab, small, options);
    await expect(wrong({ shards: 2 })).rejects.toThrow('did you mean "shard"?');
    await expect(wrong({ done: "words" })).rejects.toThrow("options.done, line 1: expected a line of a sweep");
    const other = await sweep(lab, changed({ measure: ["loss"], axes: [], seeds: 1 }));
    await expect(wrong({ done: other.text })).rejects.toThrow("is none of this study and version");
    await expect(sweep(lab, based({ data: { generator: "three-moons" } }))).rejects.toThrow(
      /seed \d: data.generator: expected one of/,
    );
    await expect(sweep(lab, changed({ measure: ["lag"] }))).rejects.toThrow("measure: expected a measure of an Mlp");
    const regression = based(
      { training: { ...small.base.training, loss: "mean-squared-error" } },
      { measure: ["accuracy"] },
    );
    await expect(sweep(lab, regression)).rejects.toThrow("no accuracy where the loss is mean-squared-error");
    await expect(sweep({} as Gradiometer, small)).rejects.toThrow();
  });

  it("ends when it is told to", async () => {
    const controller = new AbortController();
    const ended = sweep(lab, small, { signal: controller.signal, onLine: () => controller.abort() });
    await expect(ended).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("merging", () => {
  it("finds two results of one job", () => {
    const line = JSON.stringify(whole.lines[0]);
    const wrong = line.replace(/"hash":"./, '"hash":"?');
    expect(() => mergeLines([`${line}\n`, `${wrong}\n`])).toThrow(
      /job [0-9a-f]{64}: file 1 and file 2 disagree about the same job/,
    );
    expect(mergeLines([`${line}\n`, `${line}\n`])).toBe(`${line}\n`);
  });
});

/** A worker that looks its lines up. */
function workerOf(lines: readonly ResultLine[]) {
  const planned = (job: number): string => {
    const [depth, weight, seed] = [[1, 4, 8][Math.floor(job / 4)], [0.5, 2][Math.floor(job / 2) % 2], job % 2];
    return `${JSON.stringify(at(lines, { "config.depth": depth, "config.init.weight": weight }, seed))}\n`;
  };
  return { planned };
}
