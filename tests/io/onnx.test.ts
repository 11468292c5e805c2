import { describe, expect, it } from "vitest";
import { load, type MlpConfig, type RnnConfig } from "gradiometer";
import { fromOnnx } from "gradiometer/import";
import { type OnnxSource, writeOnnx } from "gradiometer/io";
import { allActivations } from "../support/onnxNets.js";

const lab = await load();

describe("writeOnnx", () => {
  const mlps: Record<string, MlpConfig> = {
    layer: { sizes: [3, 5, 5, 2], norm: "layer", activation: "relu" },
    batch: { sizes: [3, 5, 5, 2], norm: "batch", activation: "gelu", bias: false },
    rms: { sizes: [3, 5, 5, 2], norm: { kind: "rms", epsilon: 1e-6 }, activation: "silu" },
    plain: { sizes: [3, 5, 4, 2], norm: { kind: "rms", affine: false }, activation: "softsign" },
    every: { sizes: [2, ...allActivations.map(() => 4), 1], activation: [...allActivations, "linear"] },
  };

  it.each(Object.entries(mlps))("fromOnnx gives the same bits back: %s", (_, config) => {
    const network = lab.mlp(config);
    const all = [...network.parameters(), ...network.statistics()];
    const { parameters, config: read } = fromOnnx(writeOnnx(network));
    const same = lab.mlp(read as MlpConfig);
    same.setParameters(parameters);
    expect(same.forward([1, 2, 3].slice(0, config.sizes[0]))).toEqual(
      network.forward([1, 2, 3].slice(0, config.sizes[0])),
    );
    for (const { name, values } of all) if (name in parameters) expect(parameters[name]).toEqual(values);
  });

  const rnns: Record<string, RnnConfig> = {
    simple: { inputs: 2, hidden: 3, outputs: 2, activation: { kind: "leaky-relu", alpha: 0.3 } },
    linear: { inputs: 2, hidden: 3, activation: "linear", bias: false },
    lstm: { inputs: 2, hidden: 3, outputs: 1, cell: "lstm" },
    gru: { inputs: 2, hidden: 3, cell: "gru", init: { kind: "variance", weight: 1, bias: 1 } },
  };

  it.each(Object.entries(rnns))("and of an Rnn: %s", (_, config) => {
    const network = lab.rnn(config);
    const imported = fromOnnx(writeOnnx(network));
    expect(imported.parameters).toEqual(
      Object.fromEntries(network.parameters().map(({ name, values }) => [name, values])),
    );
    expect(imported.config).toEqual(
      config.init ? expect.objectContaining({ cell: "gru" }) : { cell: "simple", ...config },
    );
  });

  it("the same network gives the same bytes, and another one others", () => {
    const bytes = (seed: number) => Buffer.from(writeOnnx(lab.mlp({ sizes: [3, 4, 2], seed }))).toString("hex");
    expect(bytes(1)).toBe(bytes(1));
    expect(bytes(1)).not.toBe(bytes(2));
  });

  it("what ONNX's RNN does not have is UNSUPPORTED", () => {
    expect(() => writeOnnx(lab.rnn({ inputs: 1, hidden: 2, activation: "gelu" }))).toThrow(
      /no recurrent layer with "gelu"/,
    );
    const nothing: Partial<OnnxSource> = {};
    expect(() => writeOnnx(nothing as OnnxSource)).toThrow(/network: expected a network/);
  });
});
