/** What experiments share: numbers at their ends, cells of tables that are no numbers, draws of nets that are scaled. */
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { coreOf } from "../../sdk/core/create.js";
import {
  drawNormals,
  drawSeed,
  drawSignals,
  scaleWeights,
  spread,
  squaredNorm,
} from "../../sdk/experiments/tools/draws.js";
import { magnitude, quantity, rowsOf, text, textsOf } from "../../sdk/experiments/tools/figures.js";
import { log10, median, relativeError, root, standardError } from "../../sdk/experiments/tools/numbers.js";
import type { Result } from "../../sdk/experiments/types.js";

const lab = await load();
const core = coreOf(lab);

describe("numbers", () => {
  it("roots and logarithms by their definition", () => {
    expect(root(core, 0, 3)).toBe(0);
    expect(root(core, 8, 3)).toBeCloseTo(2, 14);
    expect(log10(core, 1e-12)).toBeCloseTo(-12, 13);
    expect(log10(core, 0)).toBe(-Infinity);
  });

  it("the middle, the spread, errors", () => {
    expect([[3, 1, 2], [4, 1, 3, 2], [5]].map(median)).toEqual([2, 2.5, 5]);
    expect(spread([1, 2, 6])).toEqual({ mean: 3, std: Math.sqrt(7) });
    expect(spread([1]).std).toBeNaN();
    expect(squaredNorm([3, 4])).toBe(25);
    expect(standardError(0.2, 16)).toBeCloseTo(0.1, 15);
    expect([relativeError(0, 0), relativeError(3, 2), relativeError(-1, -2), relativeError(1, 0)]).toEqual([0, 0.5, 0.5, Infinity]); // prettier-ignore
  });
});

describe("cells", () => {
  it("are numbers, or the words that stand for none", () => {
    const cells = [-2, "NaN", "Infinity", "-Infinity", "relu", null, undefined];
    expect(cells.map(quantity)).toEqual([-2, "NaN", "Infinity", "-Infinity", null, null, null]);
    expect(cells.map(magnitude)).toEqual([2, "NaN", "Infinity", "Infinity", null, null, null]);
    expect(cells.map(text)).toEqual(["-2", "NaN", "Infinity", "-Infinity", "relu", "–", "–"]);
  });

  it("of a table by its name or how its name begins; none where there is no such table", () => {
    const tableOf = (name: string, ...values: number[]) => ({ name, columns: [{ name: "a", values }] });
    const result = { tables: [tableOf("long name", 1), tableOf("long", 2, 3, 2)] } as unknown as Result;
    expect(rowsOf(result, "long")).toEqual([{ a: 2 }, { a: 3 }, { a: 2 }]);
    expect(rowsOf(result, "long n")).toEqual([{ a: 1 }]);
    expect(rowsOf(result, "short")).toEqual([]);
    expect(textsOf(rowsOf(result, "long"), "a")).toEqual(["2", "3"]);
  });
});

describe("draws", () => {
  it("no two nets of different seeds or places share one", () => {
    expect(drawSeed(3, 0)).toBe(3);
    expect(drawSeed(2 ** 32 + 3, 2)).toBe(2 ** 33 + 3);
    expect(drawNormals(core, 1, 0, 3)).not.toEqual(drawNormals(core, 1, 1, 3));
    expect([...drawNormals(core, 1, 0, 3, 2)]).toEqual([...drawNormals(core, 1, 0, 3)].map((one) => 2 * one));
  });

  it("weights times a gain, and no bias: as many times in every layer of a linear net", () => {
    const config = { sizes: [2, 3, 2], activation: "linear", init: { kind: "variance", weight: 1, bias: 1 } } as const;
    const network = lab.mlp(config);
    const before = network.parameters();
    scaleWeights(network, 3);
    network.parameters().forEach(({ values, shape }, index) => {
      const factor = shape.length === 2 ? 3 : 1;
      expect([...values]).toEqual([...before[index]!.values].map((one) => Math.fround(factor * one)));
    });
    network.dispose();
    const { used } = lab.memory();
    const plain = { sizes: [2, 3, 2], activation: "linear", bias: false } as const;
    const rows = { x: [1, 2], y: [0, 0], loss: "sum-squared-error" } as const;
    const signal = (gain?: number) => drawSignals(core, plain, { ...rows, ...(gain !== undefined && { gain }) });
    const [own, large] = [signal(), signal(4)];
    large.forEach(({ z }, layer) => expect(z.norm / own[layer]!.z.norm).toBeCloseTo(4 ** (layer + 1), 4));
    expect(lab.memory().used).toBe(used);
  });
});
