/** Where the badge of a net turns: nets that no training made, with one number on either side of each bound. */
import { describe, expect, it } from "vitest";
import { verdictOf } from "../../sdk/element/doctor/verdict.js";
import { quantityOf, watchedNet, type WatchedNet } from "../../sdk/element/presets/quantity.js";
import { FIELDS } from "../../sdk/element/worker/protocol.js";

type Part = Partial<Record<"ready" | "first" | "frame", object>> & { step?: number; share?: number; training?: object };

const SGD = { optimizer: { kind: "sgd", learningRate: 0.5 } };

/** Layers whose ‖δ‖ falls from 1 at the output to `share`; the rest counts up. */
function layers(share: number): Float64Array {
  const rows = [share, 0.5, 1];
  return Float64Array.from(
    rows.flatMap((delta, row) => FIELDS.map((_, field) => (field === 0 ? delta : row + field / 10))),
  );
}

function netOf({ step = 0, share = 0.25, training = SGD, ...parts }: Part): WatchedNet {
  const frame = {
    loss: 1,
    accuracy: 0.5,
    layers: layers(share),
    firstNonFinite: null,
    clippedFraction: 0.125,
    view: {},
  };
  return {
    step,
    ready: { findings: [], factor: 0.5, guess: 0.75, axis: "layer", training, ...parts.ready },
    first: { ...frame, ...parts.first },
    frame: { ...frame, ...parts.frame },
  } as unknown as WatchedNet;
}
const found = (...findings: string[]) => ({ findings, factor: 0.5, guess: 0.75, axis: "layer" });
const badge = (part: Part) => {
  const { state, reason, finding, evidence } = verdictOf(netOf(part));
  return [state, reason, finding, ...evidence.map(({ what, value, threshold }) => [what, value, threshold])];
};

const clipped = { ...SGD, clip: { kind: "norm", limit: 1 } };
const adam = { optimizer: { kind: "adam", learningRate: 0.5 } };
const momentum = { optimizer: { kind: "sgd", learningRate: { start: 0.25, decay: 0.9 }, momentum: 0.5 } };

describe("before the first step", () => {
  it.each<[string, Part, unknown[]]>([
    ["nothing was found", {}, ["open", "reasonOpen", null]],
    [
      "units alike",
      { ready: found("symmetric") },
      ["will-not-train", "reasonSymmetric", "symmetric", ["evidenceWeight", 0.2, 0]],
    ],
    ["dying, not dead", { ready: found("dying") }, ["slow", "reasonDying", "dying", ["evidenceHears", 0.25, 0]]],
    [
      "born dead",
      { ready: found("dying"), share: 0 },
      ["will-not-train", "reasonDying", "dying", ["evidenceHears", 0, 0]],
    ],
    [
      "faint",
      { ready: found("vanishing-backward"), share: 9.9e-5 },
      ["will-not-train", "reasonShrinks", "vanishing-backward", ["evidenceHears", 9.9e-5, 1e-4]],
    ],
    [
      "just loud enough",
      { ready: found("vanishing-backward"), share: 1e-4 },
      ["slow", "reasonShrinks", "vanishing-backward", ["evidenceHears", 1e-4, 1e-4]],
    ],
    [
      "faint, but Adam's steps make up for it",
      { ready: found("vanishing-backward"), share: 1e-9, training: adam },
      ["slow", "reasonShrinks", "vanishing-backward", ["evidenceHears", 1e-9, 1e-4]],
    ],
    [
      "faded: η = ½",
      { ready: found("forward-collapse"), share: 3e-6 },
      ["will-not-train", "reasonShrinks", "forward-collapse", ["evidenceFaded", 1.5e-6, 2e-6]],
    ],
    [
      "just not faded",
      { ready: found("forward-collapse"), share: 4e-6 },
      ["slow", "reasonShrinks", "forward-collapse", ["evidenceFaded", 2e-6, 2e-6]],
    ],
    [
      "faded, by Adam",
      { ready: found("forward-collapse"), share: 1e-9, training: adam },
      ["slow", "reasonShrinks", "forward-collapse", ["evidenceHears", 1e-9, 1e-4]],
    ],
    [
      "unstable: ½ · 16² = 128",
      { ready: found("exploding-forward"), share: 16 },
      ["will-not-train", "reasonGrows", "exploding-forward", ["evidenceUnstable", 128, 100]],
    ],
    [
      "stable: ½ · 14² = 98",
      { ready: found("exploding-forward"), share: 14 },
      ["slow", "reasonGrows", "exploding-forward", ["evidenceUnstable", 98, 100]],
    ],
    [
      "η = ¼ / (1 − ½) with momentum",
      { ready: found("exploding-forward"), share: 16, training: momentum },
      ["will-not-train", "reasonGrows", "exploding-forward", ["evidenceUnstable", 128, 100]],
    ],
    [
      "clipped",
      { ready: found("exploding-forward"), share: 16, training: clipped },
      ["slow", "reasonGrows", "exploding-forward", ["evidenceUnstable", 0, 100]],
    ],
    [
      "of a recurrent net",
      { ready: { ...found("exploding-forward"), axis: "time" }, share: 16 },
      ["slow", "reasonGrows", "exploding-forward", ["evidenceUnstable", 128, 100]],
    ],
    [
      "the error alone grows",
      { ready: found("exploding-backward"), share: 16 },
      ["slow", "reasonGrows", "exploding-backward", ["evidenceUnstable", 128, 100]],
    ],
    [
      "saturated",
      { ready: found("saturation") },
      ["slow", "reasonSaturated", "saturation", ["evidenceFactor", 0.5, 1]],
    ],
    ["lag", { ready: found("recurrent-lag") }, ["slow", "reasonLag", "recurrent-lag", ["evidenceHears", 0.25, 1e-4]]],
  ])("%s", (_, part, said) => expect(badge(part)).toEqual(said));
});

describe("behind it: guessing costs 0.75", () => {
  const lossOf = (share: number) => ({ loss: 0.75 * share });
  const evidence = (share: number): unknown[] => ["evidenceLoss", expect.closeTo(share, 12), 0.5];
  const faint = { ready: found("vanishing-backward"), share: 5e-5 };
  it.each<[string, Part, unknown[]]>([
    ["it has learnt", { step: 1, frame: lossOf(0.49) }, ["trains", "reasonRight", null, evidence(0.49)]],
    [
      "it has, and there are no classes",
      { step: 1, frame: { ...lossOf(0.49), accuracy: NaN } },
      ["trains", "reasonLearnt", null, evidence(0.49)],
    ],
    ["half is too much, and 199 steps are too few", { step: 199, frame: lossOf(0.5) }, ["open", "reasonOpen", null]],
    ["it falls", { step: 200, frame: lossOf(0.5) }, ["slow", "reasonFalling", null, evidence(0.5)]],
    ["it has hardly fallen", { step: 200, frame: lossOf(0.985) }, ["slow", "reasonFalling", null, evidence(0.985)]],
    ["it is stuck", { step: 200, frame: lossOf(0.986) }, ["slow", "reasonStuck", null, evidence(0.986)]],
    [
      "stuck as foreseen",
      { ...faint, step: 200, frame: lossOf(1) },
      ["will-not-train", "reasonStuck", "vanishing-backward", ["evidenceHears", 5e-5, 1e-4], evidence(1)],
    ],
    [
      "the start was better than guessing",
      { step: 200, first: { loss: 0.5 }, frame: { loss: 0.2 } },
      ["trains", "reasonRight", null, evidence(0.4)],
    ],
    [
      "the start was no number",
      { step: 200, first: { loss: Infinity }, frame: { loss: 0.3 } },
      ["trains", "reasonRight", null, evidence(0.4)],
    ],
    [
      "a constant is right",
      { ready: { ...found(), guess: 0 }, step: 500, frame: { loss: 3 } },
      ["open", "reasonOpen", null],
    ],
    [
      "the loss is no number",
      { step: 3, frame: { loss: NaN } },
      ["will-not-train", "reasonBrokenRate", "rate-too-large"],
    ],
    [
      "as foreseen",
      { ready: found("exploding-backward"), share: 2, step: 3, frame: { loss: NaN } },
      ["will-not-train", "reasonBrokenWeights", "exploding-backward", ["evidenceUnstable", 2, 100]],
    ],
  ])("%s", (_, part, said) => expect(badge(part)).toEqual(said));

  it("the first number that is none is named by step and layer, counted from 1", () => {
    const valuesOf = (frame: object) => JSON.stringify(verdictOf(netOf({ step: 9, frame })).values);
    const at = valuesOf({ loss: NaN, firstNonFinite: { step: 4, layer: 2 } });
    const unknown = valuesOf({ loss: NaN });
    expect([at, unknown].map((text) => [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits)))).toEqual([
      [5, 3],
      [9, 1],
    ]);
  });
});

it("quantities are those of the frame that they are named after, hidden layers before the last", () => {
  const view = { lag: { norms: Float64Array.of(1, 5, 4) } };
  const net = netOf({ step: 2, frame: { loss: 0.25, accuracy: 0.75, layers: layers(0.125), view } });
  const field = (name: string, row: number) => row + FIELDS.indexOf(name as never) / 10;
  const expected = {
    ...{ hears: 0.25, hearsAfter: 0.125, loss: 0.25, ofGuessing: 1 / 3, ofStart: 0.25, right: 0.75, clipped: 0.125 },
    ...{ brokenAt: Infinity, deadAtFirst: field("dead", 1), deadAtLast: field("dead", 1), lag: 0.25 },
    saturatedAtFirst: field("saturated", 1),
  } as const;
  const names = Object.keys(expected) as (keyof typeof expected)[];
  expect(Object.fromEntries(names.map((name) => [name, quantityOf(name, net)]))).toEqual(expected);
  expect(quantityOf("brokenAt", netOf({ frame: { firstNonFinite: { step: 6, layer: 0 } } }))).toBe(7);
  expect(quantityOf("lag", netOf({}))).toBeNaN();
  const watched = {
    ready: [net.ready],
    first: { step: 0, nets: [net.first] },
    frame: { step: 2, nets: [net.frame] },
  } as never;
  expect(watchedNet(watched, 0)).toEqual(net);
  expect(() => watchedNet(watched, 1)).toThrow(new RangeError("net 1: expected one of 1"));
});
