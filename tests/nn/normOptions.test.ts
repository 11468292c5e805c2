import { type Gradiometer, load, type MlpConfig, type Norm } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { NORMS } from "../../sdk/nn/ops/norm.js";
import { drawn32 } from "../support/kernels.js";
import { refusal } from "../support/refusal.js";

const KINDS = Object.keys(NORMS) as (keyof typeof NORMS)[];

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

describe("the option norm", () => {
  it.each(KINDS)("%s: a word stands for the defaults, which the configuration then shows", (kind) => {
    const full = { kind, epsilon: 1e-5, affine: true, ...(kind === "batch" && { momentum: 0.1 }) };
    for (const norm of [kind, { kind }, full] as Norm[]) {
      using network = lab.mlp({ sizes: [2, 3, 1], norm });
      expect(network.config.norm).toEqual(full);
      expect(Object.isFrozen(network.config.norm)).toBe(true);
    }
  });

  it("is none unless asked for", () => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    expect(network.config.norm).toBe("none");
    expect(network.statistics()).toEqual([]);
    using plain = lab.mlp({ sizes: [2, 3, 1], norm: "none" });
    expect(plain.hash()).toBe(network.hash());
  });

  const bad: [unknown, RegExp][] = [
    ["layr", /norm: .*"layr".*did you mean "layer"\?/],
    ["Batch", /did you mean "batch"\?/],
    ["layernorm", /did you mean "layer"\?/],
    ["LayerNorm", /did you mean "layer"\?/],
    ["batch_norm", /did you mean "batch"\?/],
    ["BatchNorm1d", /did you mean "batch"\?/],
    ["RMSNorm", /did you mean "rms"\?/],
    ["group", /norm: expected one of none, layer, rms, batch, but got "group"$/],
    [{ kind: "batc" }, /norm\.kind: .*did you mean "batch"\?/],
    [{ kind: "none" }, /norm\.kind/],
    [{}, /norm\.kind/],
    [7, /norm/],
    [true, /norm/],
    [
      { kind: "layer", momentum: 0.1 },
      /norm\.momentum: leave it out; only "batch" keeps averages, and kind is "layer"/,
    ],
    [{ kind: "rms", momentum: 0.1 }, /norm\.momentum: leave it out; only "batch" keeps averages, and kind is "rms"/],
    [{ kind: "layer", eps: 1e-5 }, /norm\.eps.*epsilon/],
    [{ kind: "layer", epsilon: 0 }, /norm\.epsilon: expected a float32 number > 0, but got 0/],
    [{ kind: "layer", epsilon: -1e-5 }, /norm\.epsilon/],
    [{ kind: "layer", epsilon: NaN }, /norm\.epsilon.*NaN/],
    [{ kind: "layer", epsilon: Infinity }, /norm\.epsilon.*Infinity/],
    [{ kind: "layer", epsilon: 1e-50 }, /norm\.epsilon/],
    [{ kind: "layer", epsilon: 1e39 }, /norm\.epsilon/],
    [{ kind: "layer", epsilon: "1" }, /norm\.epsilon/],
    [{ kind: "rms", affine: 1 }, /norm\.affine/],
    [{ kind: "batch", momentum: 1.1 }, /norm\.momentum: expected a number from 0 to 1, but got 1\.1/],
    [{ kind: "batch", momentum: -0.1 }, /norm\.momentum/],
    [{ kind: "batch", momentum: NaN }, /norm\.momentum/],
  ];
  it.each(bad)("%j is refused", (norm, message) => {
    const { used } = lab.memory();
    expect(() => lab.mlp({ sizes: [2, 3, 1], norm } as unknown as MlpConfig)).toThrow(refusal("BAD_OPTION", message));
    expect(lab.memory().used).toBe(used);
  });

  it("belongs to multilayer perceptrons", () => {
    expect(() => lab.rnn({ inputs: 1, hidden: 2, norm: "layer" } as never)).toThrow(refusal("BAD_OPTION", /norm/));
  });
});

describe("one row", () => {
  const [x, y] = [drawn32(2, 1), drawn32(1, 2)];
  const message = /x: expected at least 2 rows, over which batch norm normalises, but got 1/;

  it("is no batch for a batch norm: nothing has changed afterwards", async () => {
    using network = lab.mlp({ sizes: [2, 3, 1], norm: "batch" });
    const trainer = network.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
    const hash = network.hash();
    expect(() => network.backward(x, y, "sum-squared-error")).toThrow(refusal("BAD_SHAPE", message));
    expect(() => network.flow(x, y, "sum-squared-error")).toThrow(refusal("BAD_SHAPE", message));
    expect(() => trainer.step(x, y)).toThrow(refusal("BAD_SHAPE", message));
    await expect(trainer.fit(x, y, { epochs: 1 })).rejects.toThrow(refusal("BAD_SHAPE", message));
    await expect(trainer.fit(drawn32(8, 1), drawn32(4, 1), { epochs: 1, batch: 1 })).rejects.toThrow(
      refusal("BAD_SHAPE", /batch: expected at least 2 rows, over which batch norm normalises, but got 1/),
    );
    expect([network.hash(), trainer.steps]).toEqual([hash, 0]);
    expect(network.forward(x)).toHaveLength(1);
    expect(network.jacobian(x).values).toHaveLength(2);
  });

  it.each(["layer", "rms"] as const)("is enough for a %s norm", async (norm) => {
    using network = lab.mlp({ sizes: [2, 3, 1], norm });
    const trainer = network.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
    trainer.step(x, y);
    await trainer.fit(drawn32(8, 1), drawn32(4, 1), { epochs: 1, batch: 1 });
    expect(trainer.steps).toBe(5);
    expect(network.flow(x, y, "sum-squared-error").layers).toHaveLength(2);
  });

  it("of initData is no batch either", () => {
    const config: MlpConfig = { sizes: [2, 3, 1], norm: "batch", init: "lsuv", initData: x };
    expect(() => lab.mlp(config)).toThrow(refusal("BAD_SHAPE", /initData: expected at least 2 rows/));
  });
});
