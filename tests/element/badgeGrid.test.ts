/** @module-tag long */
import { expect, it } from "vitest";
import { verdictOf } from "../../sdk/element/doctor/verdict.js";
import { net } from "../../sdk/element/presets/preset.js";
import { quantityOf, watchedNet } from "../../sdk/element/presets/quantity.js";
import type { NetState } from "../../sdk/element/state/net.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import { runLab } from "./support/runLab.js";

const TRAININGS: readonly Partial<NetState>[] = [
  { optimizer: "sgd", rate: 0.5 },
  { optimizer: "sgd", rate: 0.05 },
  { optimizer: "momentum", rate: 0.05 },
  { optimizer: "sgd", rate: 0.5, clip: "norm" },
  { optimizer: "adam", rate: 0.01 },
];
const STARTS: readonly Partial<NetState>[] = [
  { init: "standard" },
  { init: "glorot-uniform" },
  { init: "he-normal" },
  { init: "variance", variance: 4 },
  { init: "variance", variance: 9 },
];
const SEEDS = [1, 2, 3];
const STEPS = 600;

// 360 nets from three seeds: a badge may be silent, and must not be wrong.
it.each(["sigmoid", "tanh", "relu", "selu", "softplus", "softsign"] as const)(
  "no %s net that will not train, as its badge says before the first step, has learnt 600 steps later",
  (activation) => {
    const wrong: unknown[] = [];
    let said = 0;
    for (const seed of SEEDS)
      for (const depth of [4, 6, 10, 20])
        for (const training of TRAININGS)
          for (const start of STARTS) {
            const own = { activation, depth, width: 24, ...training, ...start };
            const state = { ...DEFAULT_STATE, seed, b: null, a: net(own) };
            if (verdictOf(watchedNet(runLab(state, 0), 0)).state !== "will-not-train") continue;
            said++;
            const ofGuessing = quantityOf("ofGuessing", watchedNet(runLab(state, STEPS), 0));
            if (ofGuessing < 0.5) wrong.push({ seed, ...own, ofGuessing });
          }
    expect(wrong).toEqual([]);
    if (process.env["SHOW"]) console.log(activation, said);
    expect(said).toBeGreaterThan(0);
  },
  600_000,
);
