import { thresholds } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { type Badge, verdictOf } from "../../sdk/element/doctor/verdict.js";
import { net } from "../../sdk/element/presets/preset.js";
import { watchedNet } from "../../sdk/element/presets/quantity.js";
import type { NetState } from "../../sdk/element/state/net.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import { en } from "../../sdk/element/strings/en.js";
import { numbersOf } from "../../sdk/element/strings/numbers.js";
import { writeValues } from "../../sdk/element/strings/said.js";
import { textOf } from "../../sdk/element/strings/text.js";
import { runLab } from "./support/runLab.js";

const text = textOf(en);
const sentence = ({ reason, values }: Badge): string => text(reason, writeValues(numbersOf("en"), values));

/** The badge of a net after so many steps. */
const badgeOf = (part: Partial<NetState>, steps: number, seed = 1): Badge =>
  verdictOf(watchedNet(runLab({ ...DEFAULT_STATE, seed, a: net(part), b: null }, steps), 0));

const NINE = { activation: "relu", init: "variance", variance: 9, rate: 0.1 } as const;

describe("the badge before the first step", () => {
  it.each([
    ["ten sigmoid layers", {}, "will-not-train", "vanishing-backward", "×\u00a00.141 per layer"],
    ["the same with steps of one size", { optimizer: "sign-sgd", rate: 0.003 }, "slow", "vanishing-backward", "0.141"],
    ["four sigmoid layers", { depth: 4 }, "slow", "vanishing-backward", "0.1"],
    ["two", { depth: 2 }, "open", null, "0.1"],
    ["weights of variance 9", NINE, "will-not-train", "exploding-forward", "×\u00a02.12 per layer"],
    ["the same, clipped", { ...NINE, clip: "norm", limit: 1 }, "slow", "exploding-forward", "2.12"],
    ["weights of 0", { activation: "tanh", init: "zeros" }, "will-not-train", "symmetric", "alike"],
    ["flat tanh", { activation: "tanh", init: "variance", variance: 400, depth: 6 }, "slow", "saturation", "flat"],
    [
      "forty narrow layers",
      { activation: "relu", init: "he-normal", depth: 40, width: 4 },
      "will-not-train",
      "dying",
      "0",
    ],
    [
      "He's thirty",
      { activation: "relu", init: "he-normal", depth: 30, rate: 0.02 },
      "open",
      null,
      "×\u00a01 per layer",
    ],
    ["batch norm", { depth: 30, norm: "batch" }, "open", null, "×\u00a01.02"],
    ["layer norm", { depth: 30, norm: "layer" }, "will-not-train", "vanishing-backward", "×\u00a00.391"],
  ] as const)("%s", (_name, part, state, finding, words) => {
    const badge = badgeOf(part, 0);
    expect([badge.state, badge.finding]).toEqual([state, finding]);
    expect(sentence(badge)).toContain(words);
    expect(badge.evidence.length).toBe(finding === null ? 0 : 1);
  });

  it("a net that could not be made has nothing against it but its error", () => {
    const { state, evidence } = badgeOf({ depth: 1, skip: "scaled" }, 0);
    expect([state, evidence]).toEqual(["open", []]);
  });
});

describe("the badge while it trains", () => {
  it.each([
    ["a net that explodes", NINE, 5, "will-not-train", "exploding-forward", "Step 3: no finite number"],
    [
      "a rate that is too large",
      { activation: "tanh", init: "glorot-uniform", depth: 3, optimizer: "momentum", rate: 100 },
      50,
      null,
      null,
      "",
    ],
    ["a net that only guesses", {}, 400, "will-not-train", "vanishing-backward", "After 400 steps the loss is 0.693"],
    ["one that learns", { activation: "tanh", init: "orthogonal", rate: 0.1 }, 400, "trains", null, "% right"],
    [
      "one that nobody foresaw to be slow",
      { activation: "tanh", init: "orthogonal", rate: 1e-5 },
      250,
      "slow",
      null,
      "After 250 steps",
    ],
    ["one that has hardly begun", { activation: "tanh", init: "orthogonal", rate: 0.01 }, 20, "open", null, "Theory"],
    ["a lost cause that learns after all", { optimizer: "sign-sgd", rate: 0.003 }, 600, "trains", null, "89"],
  ] as const)("%s", (_name, part, steps, state, finding, words) => {
    const badge = badgeOf(part, steps);
    if (state !== null) expect([badge.state, badge.finding]).toEqual([state, finding]);
    expect(sentence(badge)).toContain(words);
    expect(sentence(badge)).not.toMatch(/[{}]/);
  });

  it("turns where the doctor turns", () => {
    const [learnt] = badgeOf({ activation: "tanh", init: "orthogonal", rate: 0.1 }, 400).evidence;
    expect(learnt!.threshold).toBe(thresholds.learnt.value);
    expect(1 - thresholds.stuck.value).toBeCloseTo(0.9856, 12);
  });
});
