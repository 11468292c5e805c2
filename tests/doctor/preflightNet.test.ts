/**
 * What theory says before the first step, over a net of configurations, in tests/golden/preflights.json: findings to be read, all
 * numbers as a digest. `npx vitest run tests/doctor/preflightNet.test.ts -u` writes it.
 */
import { load, type MlpConfig, type RnnConfig } from "gradiometer";
import { preflight } from "gradiometer/doctor";
import { expect, it } from "vitest";
import { errorFactors } from "../../sdk/doctor/preflight.js";
import { asFile, exactly, short } from "../support/golden.js";

const lab = await load();
const deep = [4, ...Array<number>(8).fill(6), 2];

/** In words → a configuration. */
function* perceptrons(): Generator<[string, MlpConfig]> {
  for (const activation of ["linear", "relu", "leaky-relu", "tanh", "sigmoid", "gelu", "softplus"] as const)
    for (const init of ["glorot-uniform", "he-normal", "orthogonal"] as const)
      yield [`${activation}, ${init}`, { sizes: deep, activation, init }];
  const own = { sizes: deep, activation: "relu" } as const;
  for (const norm of ["layer", "batch", "rms"] as const) yield [`norm ${norm}`, { ...own, norm }];
  for (const skip of ["identity", "scaled", { gain: 0.5 }] as const) {
    yield [`skip ${JSON.stringify(skip)}`, { ...own, skip }];
    yield [`skip ${JSON.stringify(skip)}, batch norm`, { ...own, skip, norm: "batch" }];
  }
  for (const [weight, bias] of [[0, 0], [0.04, 0], [0.9, 0.5], [9, 0], [400, 1], [1e30, 0]] as const) {
    const init = { kind: "variance", weight, bias } as const;
    yield [`tanh, σ_w² ${weight}, σ_b² ${bias}`, { sizes: deep, activation: "tanh", init }];
    yield [`relu, σ_w² ${weight}, σ_b² ${bias}, no bias`, { ...own, init, bias: false }];
  } // prettier-ignore
  yield ["no hidden layer", { sizes: [3, 2] }];
  yield ["one hidden layer", { sizes: [3, 5, 2], activation: "relu", output: "sigmoid" }];
  yield ["one unit wide", { sizes: [3, 1, 1, 2], activation: "relu" }];
  yield ["two units wide, sigmoid in front", { sizes: [3, 2, 2, 2], activation: ["sigmoid", "relu", "linear"] }];
  yield ["critical", { sizes: deep, activation: "tanh", init: "critical" }];
}

function* recurrent(): Generator<[string, RnnConfig]> {
  const own = { inputs: 3, hidden: 4, outputs: 2 } as const;
  for (const activation of ["tanh", "relu", "sigmoid", "linear"] as const)
    for (const gain of [0.01, 1, 2.5])
      yield [
        `${activation}, orthogonal × ${gain}`,
        { ...own, activation, recurrentInit: { kind: "orthogonal", gain } },
      ];
  yield ["no weights back", { ...own, activation: "tanh", recurrentInit: "zeros" }];
  yield ["no readout", { inputs: 3, hidden: 1, activation: "relu" }];
  yield ["no bias", { ...own, activation: "tanh", bias: false }];
  for (const cell of ["lstm", "gru"] as const)
    for (const forgetBias of [-3, 0, 5, { kind: "chrono", longest: 50 }] as const)
      yield [`${cell}, bias of the gate ${JSON.stringify(forgetBias)}`, { ...own, cell, forgetBias }];
  yield ["lstm, no readout", { inputs: 3, hidden: 4, cell: "lstm" }];
}

it("findings, layer by layer, and the factors of the error", async () => {
  const said: Record<string, string> = {};
  for (const [words, config] of perceptrons())
    said[words] = `${preflight(lab, config).findings.join(", ")}: ${short(exactly([preflight(lab, config), errorFactors(config)]))}`; // prettier-ignore
  for (const [words, config] of recurrent())
    said[words] = `${preflight(lab, config).findings.join(", ")}: ${short(exactly(preflight(lab, config)))}`;
  await expect(asFile(said)).toMatchFileSnapshot("../golden/preflights.json");
});
