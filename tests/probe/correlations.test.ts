import { type Gradiometer, load, type Rows } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "../support/refusal.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => Array.from(x).reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

describe("correlations", () => {
  it("of two rows are their cosines, of what φ takes in and puts out", () => {
    using network = lab.mlp({ sizes: [3, 5, 4, 2], activation: "tanh", init: "lecun-normal", seed: 3 });
    const x = [
      [0.3, -1, 2],
      [1, 0.5, -0.2],
    ];
    const { input, layers } = network.correlations(x);
    expect(input).toBeCloseTo(cosine(x[0]!, x[1]!), 6);
    const outputs = x.map((row) => network.forward([row]));
    expect(layers[2]!.z).toBeCloseTo(cosine(outputs[0]!, outputs[1]!), 5);
    expect(layers[2]!.u).toBe(layers[2]!.z);
    expect(layers).toHaveLength(3);
  });

  it("of more rows are the mean over pairs", () => {
    using network = lab.mlp({ sizes: [2, 1], activation: "linear" });
    const rows = [
      [1, 0],
      [0, 1],
      [3, 4],
    ];
    const pairs = [cosine(rows[0]!, rows[1]!), cosine(rows[0]!, rows[2]!), cosine(rows[1]!, rows[2]!)];
    expect(network.correlations(rows).input).toBeCloseTo(pairs.reduce((sum, c) => sum + c, 0) / 3, 6);
  });

  it("leave out rows of zeros, and are NaN with fewer than two others", () => {
    using network = lab.mlp({ sizes: [2, 3, 1], activation: "relu", init: "he-normal" });
    const rows = [
      [1, 0],
      [0, 0],
      [1, 1],
    ];
    expect(network.correlations(rows).input).toBeCloseTo(Math.SQRT1_2, 6);
    expect(network.correlations(rows.slice(0, 2)).input).toBeNaN();
  });

  it("go to 1 behind layer norm in a deep ReLU net, and stay apart behind batch norm (C31)", () => {
    const x = Array.from({ length: 64 }, (_, i) => [Math.cos(i), Math.sin(1.7 * i)]);
    const last = (norm: "layer" | "batch"): number => {
      using network = lab.mlp({
        sizes: [2, ...Array<number>(50).fill(32), 2],
        activation: "relu",
        init: "he-normal",
        norm,
      });
      return network.correlations(x).layers[49]!.u;
    };
    expect(last("layer")).toBeGreaterThan(0.99);
    expect(last("batch")).toBeLessThan(0.5);
  });

  it.each<[string, Rows]>([
    ["one row", [[1, 2]]],
    ["NaN", [[1, 2], [NaN, 1]]], // prettier-ignore
    ["a wrong width", [[1], [2]]], // prettier-ignore
  ])("refuses %s", (_, x) => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    expect(() => network.correlations(x)).toThrow(/^x/);
  });
});

describe("flow with only", () => {
  const net = { sizes: [2, 4, 4, 1], norm: "layer", seed: 2 } as const;
  const [x, y] = [
    [1, 2, -1, 0.5, 3, 1],
    [1, 0, 1],
  ];

  it("measures what is asked for, to the bit of the whole flow", () => {
    using network = lab.mlp(net);
    const whole = network.flow(x, y, "mean-squared-error", { bins: 4 });
    for (const only of [["delta"], ["u", "dead"], ["weight", "updateToWeight"], ["v", "z", "underflow"]] as const) {
      const part = network.flow(x, y, "mean-squared-error", { bins: 4, only });
      expect(part.loss).toBe(whole.loss);
      part.layers.forEach((layer, l) => {
        const wanted = Object.entries(whole.layers[l]!).filter(([key]) => (only as readonly string[]).includes(key));
        expect(Object.fromEntries(Object.entries(layer))).toEqual(Object.fromEntries(wanted));
      });
    }
  });

  it("refuses what is no part", () => {
    using network = lab.mlp(net);
    const flow = (only: unknown) => network.flow(x, y, "mean-squared-error", { only } as never);
    expect(() => flow(["detla"])).toThrow(refusal("BAD_OPTION", /^only\[0\]: .* did you mean "delta"\?$/));
    expect(() => flow("delta")).toThrow(refusal("BAD_OPTION", /^only: expected a list/));
  });
});
