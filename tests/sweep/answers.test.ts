/** What a worker of a sweep answers, and what figures call its values. */
import { GradiometerError, load, type Mlp } from "gradiometer";
import { expect, it } from "vitest";
import { moved } from "../../sdk/sweep/axes.js";
import { labelOf, numericAxes, textOf } from "../../sdk/sweep/figures/axes.js";
import { measureOf } from "../../sdk/sweep/measures.js";
import { answerOf, ChunkRunner, resultOf } from "../../sdk/sweep/serve.js";
import { small } from "./support.js";

const RESULT = { lines: ["line"], milliseconds: 3 };

it("an answer is what came of the work, or its error with the class that it had", async () => {
  expect(resultOf(await answerOf(() => Promise.resolve(RESULT)))).toBe(RESULT);
  const failed = (error: unknown) =>
    answerOf(() => {
      throw error;
    });
  const ours = await failed(new GradiometerError("BAD_SHAPE", "why"));
  expect(ours).toEqual({ error: { code: "BAD_SHAPE", message: "why" } });
  expect(() => resultOf(ours)).toThrow(expect.objectContaining({ code: "BAD_SHAPE", message: "why" }));
  const defect = new Error("a defect");
  const other = await failed(defect);
  expect(other).toEqual({ error: { code: null, message: defect.stack } });
  expect(() => resultOf(other)).toThrow(new Error(defect.stack));
  expect(await failed("a text")).toEqual({ error: { code: null, message: "a text" } });
  expect(await failed(null)).toEqual({ error: { code: null, message: "null" } });
});

it("a chunk ends between two jobs when it is told to", async () => {
  const runner = new ChunkRunner(await load(), small);
  expect((await runner.run([0, 1])).lines).toHaveLength(2);
  const stopped = runner.run([0], AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ code: "ABORTED", message: "sweep: stopped by the signal" });
});

it("a path leads through lists and objects, whose other members stay", () => {
  const base = { config: { sizes: [2, 8, 9, 2], init: { kind: "variance", weight: 1 } } };
  expect(moved(base, "config.sizes.1", 5).config.sizes).toEqual([2, 5, 9, 2]);
  expect(moved(base, "config.init.weight", 3).config.init).toEqual({ kind: "variance", weight: 3 });
  expect(moved(base, "config.depth", 3).config.sizes).toEqual([2, 8, 8, 8, 2]);
  expect(moved(base, "config.width", 3).config.sizes).toEqual([2, 3, 3, 2]);
  const refused = (path: string) => expect(() => moved(base, path, 1));
  for (const at of ["4", "-1", "x", "1.5"].map((place) => `config.sizes.${place}`))
    refused(at).toThrow(/place in the list, 0 to 3|inside an object/);
  refused("config.sizes.1.x").toThrow('config.sizes.1.x: expected a path whose "x" is inside an object');
});

it("a value in a legend is short; an object is its kind and its options", () => {
  const values = [
    "relu",
    0.5,
    true,
    null,
    [1, 2],
    { kind: "norm", limit: 1, per: "layer" },
    { kind: "none" },
    { a: 1 },
  ];
  expect(values.map(textOf)).toEqual([
    ...["relu", "0.5", "true", "null", "[1,2]", 'norm limit 1 per "layer"', "none", '{"a":1}'],
  ]);
});

it("an axis is one of numbers with two values or more; logarithmic as it was chosen, or over two decades", () => {
  const axis = (path: string, values: unknown[], scale: "linear" | "log" = "linear") => ({ path, values, scale });
  const found = numericAxes({
    axes: [
      axis("a.one", [1]),
      axis("a.words", ["x", "y"]),
      axis("a.two", [1, 500]),
      axis("config.depth", [100, 1, 10]),
      axis("a.narrow", [1, 10, 99]),
      axis("a.zero", [0, 10, 100]),
      axis("a.chosen", [2, 3], "log"),
    ],
  });
  expect(found.map(({ spec, values }) => [spec.label, spec.scale ?? "linear", values])).toEqual([
    ["hidden layers", "log", [1, 10, 100]],
    ["narrow", "linear", [1, 10, 99]],
    ["zero", "linear", [0, 10, 100]],
    ["two", "linear", [1, 500]],
    ["chosen", "log", [2, 3]],
  ]);
  expect(labelOf("training.optimizer.beta")).toBe("beta");
});

it("accuracy of one output is the share of the rows on the right side of ½, of those kept out where there are such", () => {
  const { see } = measureOf("accuracy").look!;
  const network = { forward: (x: Float32Array) => x } as unknown as Mlp; // its logits are its inputs
  const rows = (x: number[], y: number[]) => ({ x: Float32Array.from(x), y: Float32Array.from(y) });
  const own = rows([-1, -1, 2, -3, 0], [0, 0.5, 0.6, 1, 0]); // the fourth is wrong; a logit of 0 is the first class
  const subject = { kind: "mlp", outputs: 1, training: { loss: "binary-cross-entropy" }, ...own };
  expect(see(network, subject as never)).toBe(0.8);
  expect(see(network, { ...subject, held: rows([1, 1], [1, 0]) } as never)).toBe(0.5);
  const two = { ...subject, outputs: 2, training: { loss: "cross-entropy" }, ...rows([1, 2, 4, 3], [0, 1, 0, 1]) };
  expect(see(network, two as never)).toBe(0.5);
  expect(() => see(network, { ...subject, training: { loss: "mean-squared-error" } } as never)).toThrow(
    "measure: expected no accuracy where the loss is mean-squared-error",
  );
});
