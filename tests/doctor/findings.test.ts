/**
 * Every finding at its bounds: exactly there it is found, a hair beside it is not, and what it says with which numbers stands in
 * tests/golden/findings.json: `npx vitest run tests/doctor/findings.test.ts -u` writes it.
 */
import { expect, it } from "vitest";
import { findings } from "../../sdk/doctor/findings.js";
import { limit } from "../../sdk/doctor/thresholds.js";
import type { FindingId } from "../../sdk/doctor/types.js";
import { asFile } from "../support/golden.js";
import { COLUMN, type Seen, seen } from "./support/seen.js";

const LESS = 1 - 1e-9;
const MORE = 1 + 1e-9;
const column = (more: object): object => ({ ...COLUMN, ...more });
const inputs = (...columns: object[]): Seen => ({ data: { inputs: columns.map(column) } });
const targets = (...columns: object[]): Seen => ({ data: { targets: columns.map(column) } });
const decayed = { training: { optimizer: { kind: "adam", learningRate: 0, weightDecay: 0.25 } } };
const sigmoidHead = { activation: ["tanh", "tanh", "tanh", "sigmoid"] };
const binary = (more: object = {}): Seen => ({ config: sigmoidHead, training: { loss: "binary-cross-entropy" }, ...more }); // prettier-ignore
const tanhHead = { activation: ["tanh", "tanh", "tanh", "tanh"] };
const learnt = { end: 0.5 * LESS };
const autopsy = { autopsy: { step: 7, layer: 2, growth: { signal: 3, gradient: 4 }, sentence: "It broke." } };
const kept = { config: { sizes: [2, 8, 1], activation: ["tanh", "linear"] } };

/** Finding → in words, what is seen at the bound, and a hair beside it (or in spite of it). */
const BOUNDS: readonly [FindingId, string, Seen, ...Seen[]][] = [
  ["degenerate-target", "one class", { data: { largestClass: 0.95, constant: 0.2 }, run: { end: 0.3 } }, { data: { largestClass: 0.95 * LESS } }, { data: { largestClass: 0.99 }, run: learnt }],
  ["degenerate-target", "all the same", { data: { targets: [column({ mean: 4, std: 4 * 1e-6 })], constant: 0.25 }, run: learnt }, targets({ mean: 4, std: 4e-6 * MORE })],
  ["degenerate-target", "all the same, near 0", targets({ std: 0, mean: 0 }, { std: 0, mean: -2, min: -2, max: -2 }), targets({ std: 0, mean: 0 }, {})],
  ["wrong-head", "sigmoid and cross-entropy of its own", binary({ data: { least: 0.25 } }), binary({ run: learnt }), { training: { loss: "binary-cross-entropy" } }, { config: sigmoidHead }],
  ["wrong-head", "learnt, but held", binary({ data: { least: 0.125 }, run: { end: 0.25 } }), binary({ data: { least: 0.125 * LESS }, run: { end: 0.25 } })],
  ["wrong-head", "relu and softmax", { config: { sizes: [2, 8, 8, 1], activation: ["tanh", "tanh", "relu"] }, training: { loss: "cross-entropy" } }, { config: { activation: ["tanh", "tanh", "relu", "linear"] }, training: { loss: "cross-entropy" } }],
  ["wrong-head", "leaky ReLU", { config: { activation: ["tanh", "tanh", "tanh", "leaky-relu"] }, training: { loss: "cross-entropy" } }],
  ["targets-out-of-reach", "tanh", { config: tanhHead, data: { targets: [column({ min: -3, max: 2 }), column({ min: 0, max: 4 })], least: 0.0144 * MORE } }, { data: { least: 0.0144 } }, { data: { least: 0.1 }, run: learnt }, { data: { least: 0.1, targets: [column({ std: 0 })] } }, binary({ data: { least: 0.1 } })],
  ["targets-out-of-reach", "relu, learnt but held", { config: { activation: ["tanh", "tanh", "tanh", "relu"] }, data: { least: 0.125, targets: [column({})] }, run: { end: 0.25 } }, { data: { least: 0.125 * LESS }, run: { end: 0.25 } }],
  ["flat-output", "dead from the start", { head: [{ dead: 0.9 }, null] }, { head: [{ dead: 0.9 * LESS }, null] }, { head: [{ dead: 1 }, null], run: learnt }],
  ["flat-output", "dead in the end", { head: [{ dead: 0.25 }, { dead: 1 }] }],
  ["flat-output", "saturated from the start", { head: [{ saturated: 0.9, dead: 0.5 }, null], data: { least: 1 } }],
  ["flat-output", "saturated in the end, its targets in reach", { head: [{}, { saturated: 0.95 }], data: { least: 0.0144 } }, { head: [{}, { saturated: 0.95 }], data: { least: 0.0144 * MORE } }],
  ["unscaled-targets", "large", targets({ std: 10 }), targets({ std: 10 * LESS }), { ...targets({ std: 10 }), run: learnt }, { ...targets({ std: 10 }), training: { loss: "binary-cross-entropy" } }],
  ["unscaled-targets", "small", targets({ std: 0.02 }), targets({ std: 0.02 * MORE })],
  ["unscaled-targets", "of several sizes", targets({ std: 0.25 }, { std: 7.5 }), targets({ std: 0.25 }, { std: 7.5 * LESS }), targets({ std: 0 }, { std: 7.5 })],
  ["unscaled-targets", "away from 0", targets({ std: 2, mean: -10 }, { std: 4, mean: 12 }), targets({ std: 2, mean: -10 * LESS })],
  ["symmetric", "first layer", { rest: { symmetric: 0 } }, {}, { rest: { symmetric: 0 }, run: learnt }],
  ["symmetric", "third layer", { rest: { symmetric: 2 } }],
  ["unscaled-inputs", "large", inputs({ std: 10 }), inputs({ std: 10 * LESS }), { ...inputs({ std: 10 }), run: learnt }, inputs({ std: 0, mean: 100 })],
  ["unscaled-inputs", "small", inputs({ std: 0.02 }, { std: 0.01 }), inputs({ std: 0.02 * MORE }, { std: 0.01 })],
  ["unscaled-inputs", "one beside the typical", inputs({ std: 0.25 }, { std: 0.25 }, { std: 0.125 }, { std: 7.5 }), inputs({ std: 0.25 }, { std: 0.25 }, { std: 0.125 }, { std: 7.5 * LESS }), inputs({ std: 0.25 }, { std: 7.5, mean: 0 }, { std: 7.5 })],
  ["unscaled-inputs", "away from 0", inputs({ mean: -5 }), inputs({ mean: -5 * LESS })],
  ["weight-decay", "just enough", { ...decayed, rest: { weights: { before: 4, after: 0.4 } } }, {}, { ...decayed, run: learnt }],
  ["weight-decay", "weights that stay", { ...decayed, rest: { weights: { before: 4, after: 0.4 * MORE } } }],
  ["exploding-forward", "tenfold", { before: { forward: [0, 2, 20] }, run: autopsy }, { before: { forward: [0, 2, 20 * LESS] } }, { before: { forward: [2, 20] }, run: learnt }],
  ["exploding-forward", "beyond float32", { before: { forward: [1, Infinity, 1] } }],
  ["exploding-forward", "in time", { time: 2, before: { forward: [1, 40] } }, { time: 2, before: { forward: [1, 2] } }],
  ["exploding-backward", "tenfold", { before: { backward: [30, 2, 3] }, run: autopsy }, { before: { backward: [30 * LESS, 2, 3] } }, { before: { backward: [30, 3] }, run: learnt }],
  ["exploding-backward", "beyond float32", { before: { backward: [1, NaN, 1] } }],
  ["exploding-backward", "in time", { time: 2, before: { backward: [20, 1] } }],
  ["saturation", "half of the units", { before: { saturated: [0.25, 0.5, 0.25] }, after: { saturated: [0, 0, 0.75] } }, { before: { saturated: [0.5 * LESS] } }, { before: { saturated: [0.5] }, run: learnt }, { before: { saturated: [0.5], dead: [0, 0.8] } }],
  ["saturation", "and never after", { before: { saturated: [0.5], dead: [0.8 * LESS] }, after: null }],
  ["dying", "from the start", { before: { dead: [0, 0.8, 0.5] }, after: { dead: [1] } }, { before: { dead: [0, 0.8 * LESS] } }, { before: { dead: [1] }, run: learnt }],
  ["dying", "after the training", { before: { dead: [0.5, 0] }, after: { dead: [0, 0, 0.8] } }, { before: { forward: [1, 0.01] }, after: { dead: [0.8] } }, { before: { backward: [0.01, 1] }, after: { dead: [0.8] } }],
  ["dying", "where it had faded a little", { before: { forward: [1, 0.01 * MORE], backward: [0.01 * MORE, 1] }, after: { dead: [0.8] } }],
  ["forward-collapse", "clear", { before: { forward: [1, 0.1, 0.01], backward: [0.5, 1, 1], weightGradient: [0.02, 2], underflow: 0.25 } }, { before: { forward: [1, 0.05 * MORE] } }, { before: { forward: [1, 0.01] }, run: learnt }, { time: 2, before: { forward: [1, 0.01] } }],
  ["forward-collapse", "faint, the other end of level", { before: { forward: [1, 0.05], weightGradient: [100, 1] } }],
  ["forward-collapse", "gradients not level", { before: { forward: [1, 0.01 * MORE], weightGradient: [0.01 * LESS, 1] } }],
  ["forward-collapse", "gradients beyond level", { before: { forward: [1, 0.01], weightGradient: [100 * MORE, 1] } }],
  ["forward-collapse", "as theory foresees", { before: { forward: [1, 0.01] }, rest: { expected: { factor: { middle: 0.456, low: 0.3, high: 0.71, width: 8, weightVariance: 1 } } } }],
  ["forward-collapse", "as theory foresees of ReLU", { config: { activation: ["relu", "tanh", "tanh", "linear"] }, before: { forward: [1, 0.01] }, rest: { expected: { factor: { middle: 0.456, low: 0.3, high: 0.71, width: 8, weightVariance: 1 } } } }],
  ["vanishing-backward", "clear", { before: { backward: [0.01, 1], weightGradient: [1, 4], forward: [1, 2], underflow: 0.5 } }, { before: { backward: [0.05 * MORE, 1] } }, { before: { backward: [0.01, 1] }, run: learnt }, { time: 2, before: { backward: [0.01, 1] } }],
  ["vanishing-backward", "faint", { before: { backward: [0.05, 1] } }],
  ["vanishing-backward", "a hair more than clear", { before: { backward: [0.01 * MORE, 1] } }],
  ["recurrent-lag", "in time", { time: 2, before: { backward: [0.001, 1, 1] }, after: { backward: [0.5, 2] } }, { time: 2, before: { backward: [0.001 * MORE, 1] } }, { time: 2, before: { backward: [0, 1] }, run: learnt }, { before: { backward: [0.001, 1] } }],
  ["recurrent-lag", "and nothing finite after", { time: 2, before: { backward: [0.001, 1] }, after: null }],
  ["rate-too-large", "risen", { run: { end: 1.1 * MORE, losses: [1, 2, 1, 1.1, 1.1], ...autopsy }, rest: { curvature: { before: 8 } } }, { run: { end: 1.1 } }],
  ["rate-too-large", "of Adam", { training: { optimizer: { kind: "adam", learningRate: 0.2 } }, rest: { weights: { before: 2 } } }, { training: { optimizer: { kind: "adam", learningRate: 0.2 * LESS } }, rest: { weights: { before: 2 } } }],
  ["rate-too-small", "hardly moved", { rest: { moved: 0.019 } }, { rest: { moved: 0.019 }, run: learnt }],
  ["rate-too-small", "far below the edge", { rest: { curvature: { before: 0.004 } } }, { rest: { curvature: { before: 0.0041 } } }],
  ["slow", "still falling", { run: { start: 2, end: 0.9, losses: [1, 1, 1, 1] } }, { run: { end: 1, losses: [1, 1, 1, 1] } }, { run: { ...learnt, losses: [1, 1, 1, 0.9] } }],
  ["capacity", "narrow", {}, { run: learnt }],
  ["capacity", "one hidden layer", kept],
  ["capacity", "none", { config: { sizes: [2, 1], activation: ["linear"] } }],
  ["capacity", "recurrent", { time: 2 }],
  ["overfitting", "by heart", { run: { end: 0.1, heldOut: 0.5 }, rest: { subject: { training: { loss: "mean-squared-error" }, held: { count: 3 }, count: 12 } } }, { run: { end: 0.1, heldOut: 0.5 * LESS } }, { run: { end: 0.1 } }, { run: { end: 0.5, heldOut: 9 } }],
  ["overfitting", "by so many times", { run: { end: 0.3, heldOut: 0.3 * limit("memorised") * MORE }, rest: { subject: { training: { loss: "mean-squared-error" }, held: { count: 3 }, count: 12 } } }, { run: { end: 0.3, heldOut: 0.3 * limit("memorised") * LESS } }],
  ["overfitting", "by a sum over the rows", { run: { end: 0.1, heldOut: 0.125 }, rest: { subject: { training: { loss: "sum-squared-error" }, held: { count: 3 }, count: 12 } } }],
]; // prettier-ignore

it("what stands exactly at a bound is found, and what stands a hair beside it is not", async () => {
  const said: Record<string, unknown> = {};
  for (const [id, words, at, ...beside] of BOUNDS) {
    const row = findings.find((one) => one.id === id)!;
    const found = row.find(seen(at));
    expect(found, `${id}, ${words}`).not.toBeNull();
    beside.forEach((other, index) => expect(row.find(seen(other)), `${id}, ${words}, beside ${index}`).toBeNull());
    const { evidence, numbers, ...more } = found!;
    said[`${id}: ${words}`] = { ...more, evidence, numbers: JSON.stringify(numbers) };
  }
  for (const { id } of findings) expect(BOUNDS.map(([one]) => one)).toContain(id);
  await expect(asFile(said)).toMatchFileSnapshot("../golden/findings.json");
});
