/**
 * Every finding of a trace at its bounds: exactly there it is found, a hair beside it is not, and what it says with which numbers
 * stands in tests/golden/traceFindings.json: `npx vitest run tests/doctor/trace/bounds.test.ts -u` writes it.
 */
import type { FindingId, TraceStepLayer } from "gradiometer/doctor";
import { expect, it } from "vitest";
import { rules } from "../../../sdk/doctor/trace/rules/index.js";
import { TraceReading } from "../../../sdk/doctor/trace/seen.js";
import { asFile } from "../../support/golden.js";
import { broken, dense, stats, type TraceText, traceOf } from "./byHand.js";

const LESS = 1 - 1e-9;
const MORE = 1 + 1e-9;
const mse = "mean-squared-error";

const find = (id: FindingId, text: TraceText) => {
  const reading = new TraceReading();
  for (const line of traceOf(text)) reading.add(line);
  return rules[id].find(reading.seen()!);
};
/** Every layer by the sizes of a part; what is undefined has none. */
const sizes = (part: "z" | "delta" | "weight" | "weightGradient", ...all: (number | undefined)[]) =>
  all.map((size): TraceStepLayer => (size === undefined ? {} : { [part]: stats(size) }));
const shares = (part: "dead" | "saturated" | "update", ...all: (number | undefined)[]) =>
  all.map((share): TraceStepLayer => (share === undefined ? {} : { [part]: share }));
const always = (layers: TraceStepLayer[]): Pick<TraceText, "layers"> => ({ layers: () => layers });
/** Other layers in the first record than in all behind it. */
const then = (first: TraceStepLayer[], later: TraceStepLayer[]): Pick<TraceText, "layers"> => ({ layers: (record) => (record === 0 ? first : later) }); // prettier-ignore
const named = (...activations: string[]): TraceText["header"] => ({
  layers: activations.map((activation, index) => dense(`l${index}`, { activation })),
});
const last = (activation: string, loss: string): TraceText["header"] => ({
  loss,
  ...named("relu", "relu", activation),
});
const y = (std: number, more: object = {}): TraceText["record"] => ({ y: { std, ...more } });
const x = (std: number, mean = 0): TraceText["record"] => ({ x: stats(std, { mean, std }) });
const lstm = (out = 4): TraceText["header"] => ({ layers: [dense("lstm", { kind: "LSTM", out }), dense("readout", { in: out, out: 1 })] }); // prettier-ignore
const inTime = (...values: number[]) => always([{ inTime: values }, {}]);
const hInTime = (...values: number[]) => always([{ hInTime: values }, {}]);
const decay: TraceText["header"] = { optimizer: { kind: "adam", weightDecay: 0.25 } };
/** Nothing is learnt, but a fifth of the loss is gone. */
const advanced = { losses: [1, 0.8] };
const rising = { losses: [1, 2, 1, 2, 1, 2, 1, 1.1], record: { moved: 0.6 } };

const BOUNDS: readonly [FindingId, string, TraceText, ...TraceText[]][] = [
  ["degenerate-target", "one class", { record: { y: { classes: [95, 5] } } }, { record: { y: { classes: [949, 51] } } }],
  ["degenerate-target", "all the same", { record: y(4 * 1e-6, { mean: -4 }) }, { record: y(4e-6 * MORE, { mean: -4 }) }],
  ["degenerate-target", "without a mean", { record: y(0) }, { record: y(1e-300) }],
  ["wrong-head", "softmax", { header: last("softmax", "cross-entropy") }, { header: last("linear", "cross-entropy") }, { header: last("softmax", mse) }, { header: last("mish", "cross-entropy") }],
  ["wrong-head", "sigmoid", { header: last("sigmoid", "binary-cross-entropy") }],
  ["targets-out-of-reach", "below", { header: last("tanh", mse), record: y(5, { min: -1.5 * MORE, max: 1 }) }, { header: last("tanh", mse), record: y(5, { min: -1.5, max: 1 }) }, { header: last("tanh", mse), record: y(0, { min: -2, max: 1 }) }],
  ["targets-out-of-reach", "above", { header: last("softmax", mse), record: y(4, { min: 0, max: 1.4 * MORE }) }, { header: last("softmax", mse), record: y(4, { min: 0, max: 1.4 * LESS }) }],
  ["targets-out-of-reach", "relu", { header: last("relu", mse), record: y(1, { min: -0.2, max: 3 }) }, { header: last("relu", mse), record: y(1, { min: -0.05, max: 3 }) }],
  ["unscaled-targets", "large", { header: { loss: mse }, record: y(10) }, { header: { loss: mse }, record: y(10 * LESS) }, { header: { loss: "cross-entropy" }, record: y(10) }],
  ["unscaled-targets", "small", { header: { loss: mse }, record: y(0.02) }, { header: { loss: mse }, record: y(0.02 * MORE) }, { header: { loss: mse }, record: y(0) }],
  ["unscaled-targets", "away from 0", { header: { loss: mse }, record: y(2, { mean: -10 }) }, { header: { loss: mse }, record: y(2, { mean: -10 * LESS }) }],
  ["unscaled-inputs", "large", { record: x(10) }, { record: x(10 * LESS) }, { record: x(0, 9) }],
  ["unscaled-inputs", "small", { record: x(0.02) }, { record: x(0.02 * MORE) }],
  ["unscaled-inputs", "away from 0", { record: x(1, -5) }, { record: x(1, -5 * LESS) }],
  ["weight-decay", "a tenth", { header: decay, ...then(sizes("weight", 3, 4, undefined), sizes("weight", 0.3, 0.4, undefined)) }, { header: decay, ...then(sizes("weight", 3, 4, undefined), sizes("weight", 0.3, 0.41, undefined)) }, { ...then(sizes("weight", 3, 4, undefined), sizes("weight", 0.3, 0.4, undefined)) }, { header: decay }],
  ["exploding-forward", "tenfold", { header: named("tanh", "tanh", "tanh", "linear"), ...always(sizes("z", 0, 2, 20, 1)) }, { header: named("tanh", "tanh", "tanh", "linear"), ...always(sizes("z", 0, 2, 20 * LESS, 1)) }],
  ["exploding-forward", "beyond float32", { ...always([{ z: stats(1) }, { z: broken }, {}]) }],
  ["exploding-forward", "narrow", { header: { layers: ["a", "b", "c", "d"].map((name) => dense(name, { in: 1, out: 1 })) }, ...always(sizes("z", 1, 2, 10, 1)) }, { ...always(sizes("z", 1, 9, undefined)) }],
  ["exploding-forward", "in time", { header: lstm(), ...hInTime(0, 2, 3, 20) }, { header: lstm(), ...hInTime(0, 2, 3, 20 * LESS) }],
  ["exploding-backward", "tenfold", { ...always(sizes("delta", 30, 3, undefined)) }, { ...always(sizes("delta", 30 * LESS, 3, undefined)) }, { ...always(sizes("delta", 30, 3, undefined)), losses: [1, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.58, 0.56, 0.54, 0.52] }],
  ["exploding-backward", "by the gradients of the weights", { header: named("tanh", "tanh", "tanh", "linear"), ...always(sizes("weightGradient", 1, 30, 3, 1)) }, { header: named("tanh", "tanh", "tanh", "linear"), ...always(sizes("weightGradient", 90, 3, 3, 1)) }],
  ["exploding-backward", "in time", { header: lstm(), ...inTime(20, 2) }, { header: lstm(), ...inTime(20 * LESS, 2) }],
  ["forward-collapse", "a hundredth", { ...always([{ z: stats(1), delta: stats(2) }, { z: stats(0.01), delta: stats(4) }, {}]) }, { ...always(sizes("z", 1, 0.01 * MORE, undefined)) }, { ...always(sizes("z", 1, 0.01, undefined)), ...advanced }],
  ["vanishing-backward", "a hundredth", { ...always(sizes("delta", 0.01, 1, undefined)) }, { ...always(sizes("delta", 0.01 * MORE, 1, undefined)) }, { ...always(sizes("delta", 0.01, 1, undefined)), ...advanced }],
  ["vanishing-backward", "as much as there is least of it", { ...always([{ delta: stats(0.001, { norm: 0.01 }) }, { delta: stats(1, { norm: 1 }) }, {}]) }, { ...always([{ delta: stats(0.001, { norm: 0.011 }) }, { delta: stats(1, { norm: 1 }) }, {}]) }],
  ["recurrent-lag", "a thousandth", { header: lstm(), ...inTime(0.001, 0.5, 1) }, { header: lstm(), ...inTime(0.001 * MORE, 0.5, 1) }, { header: lstm(), ...inTime(0.001, 1), ...advanced }, { header: lstm(), ...inTime(0, 0) }],
  ["recurrent-lag", "underflow where it fades", { header: lstm(), ...inTime(0, 0.002, 2, 1) }, { header: lstm(), ...inTime(0, 0.0021, 2, 1) }],
  ["recurrent-lag", "padding behind", { header: lstm(), ...inTime(0.001, 1, 0) }],
  ["saturation", "half of the units", { header: named("tanh", "sigmoid", "linear"), ...always(shares("saturated", 0.25, 0.5, 1)) }, { header: named("tanh", "sigmoid", "linear"), ...always(shares("saturated", 0.25, 0.5 * LESS, 1)) }, { header: named("relu", "relu", "linear"), ...always(shares("saturated", 0.9, 0.9, 1)) }, { ...always(shares("saturated", 0.5, 0, 0)), ...advanced }],
  ["dying", "from the start", { header: named("relu", "relu", "linear"), ...then(shares("dead", 0.1, 0.8, 1), shares("dead", 1, 0, 1)) }, { header: named("relu", "relu", "linear"), ...always(shares("dead", 0.1, 0.8 * LESS, 1)) }, { header: named("tanh", "tanh", "linear"), ...always(shares("dead", 1, 1, 1)) }],
  ["dying", "in the end", { header: named("relu", "relu", "linear"), ...then(shares("dead", 0.1, 0, 1), shares("dead", 0.9, 0.8, 1)) }, { header: named("relu", "relu", "linear"), ...then([{ z: stats(1), dead: 0 }, { z: stats(0.01) }, {}], shares("dead", 0.9, 0.8, 1)) }],
  ["symmetric", "a value", { ...always([{ weight: stats(1) }, { weight: stats(1, { min: 2, max: 2 }) }, {}]) }, { ...always([{ weight: stats(1) }, { weight: stats(1, { min: 2, max: 2, nonFinite: 1 }) }, {}]) }, { header: { layers: ["a", "b", "c"].map((name) => dense(name, { out: 1 })) }, ...always([{ weight: stats(1, { min: 2, max: 2 }) }, {}, {}]) }],
  ["flat-output", "dead", { ...always(shares("dead", 0, 0, 0.9)) }, { ...always(shares("dead", 1, 1, 0.9 * LESS)) }],
  ["flat-output", "saturated in the end", { header: named("relu", "relu", "tanh"), ...then(shares("saturated", 0, 0, 0.5), shares("saturated", 0, 0, 0.9)) }, { header: named("relu", "relu", "tanh"), ...always(shares("dead", 0, 0, 1)) }],
  ["rate-too-large", "risen", { losses: [2, 2.2 * MORE], record: { rate: 0.25 } }, { losses: [2, 2.2] }, { losses: [2] }],
  ["rate-too-large", "no number", { losses: [2, NaN], ...then([{}, {}, {}], [{ weight: stats(1) }, { weight: broken }, {}]) }],
  ["rate-too-large", "bouncing", rising, { ...rising, record: { moved: 0.5 } }, { ...rising, record: {} }, { ...rising, losses: [1, 0.5, 1, 0.5, 1, 0.5, 1, 1.05] }, { ...rising, losses: [2, 1, 2] }],
  ["rate-too-large", "thrown", { losses: [1, 1, 1, 0.9], ...always(shares("update", 0.1, 0.02, 0.5)) }, { losses: [1, 1, 1, 0.9], ...always(shares("update", 0.1 * LESS, 0.02, 0.5)) }, { losses: [1, 1, 0.8, 0.8, 0.8], ...always(shares("update", 0.1, 0.02, 0.5)) }, { losses: [1, 1, 0.9], ...always(shares("update", 0.1, 0.02, 0.5)) }],
  ["rate-too-large", "burst", { losses: [1, 1.2, 1, 1], record: { moved: 0.6 }, ...then(shares("update", 0.1, 0.1, Infinity), shares("update", 0, 0, 0)) }, { losses: [1, 1.1, 1, 1], record: { moved: 0.6 }, ...then(shares("update", 0.1, 0.1, Infinity), shares("update", 0, 0, 0)) }, { losses: [1, 1.2, 1, 1], record: { moved: 0.5 }, ...then(shares("update", 0.1, 0.1, 0.1), shares("update", 0, 0, 0)) }],
  ["rate-too-large", "burst by a whole step", { losses: [1, 1, 1, 1], record: { moved: 0.6 }, ...then(shares("update", 1, 1, 1), shares("update", 0, 0, 0)) }, { losses: [1, 1, 1, 1], record: { moved: 0.6 }, ...then(shares("update", LESS, LESS, LESS), shares("update", 0, 0, 0)) }],
  ["rate-too-small", "few steps", { losses: [1, 1, 1, 1], every: 10, record: { moved: 0.003 * LESS, rate: 0.5 } }, { losses: [1, 1, 1, 1], every: 10, record: { moved: 0.003 } }, { losses: [1, 1, 1], every: 10, record: { moved: 0 } }, { losses: [1, 0.8, 0.8, 0.8], every: 10, record: { moved: 0 } }],
  ["rate-too-small", "many", { losses: [1, 1, 1, 1], every: 1000, record: { moved: 0.02 * LESS } }, { losses: [1, 1, 1, 1], every: 1000, record: { moved: 0.02 } }],
  ["slow", "a little", { losses: [1, 1, 1, 1, 1, 1, 0.99, 0.99] }, { losses: [1, 1, 1, 1, 1, 1, 0.997, 0.997] }, { losses: [1, 1, 1, 1, 0.9, 1, 0.89, 0.99] }, { losses: [1, 1, 0.9, 0.8, 0.7, 0.6] }],
]; // prettier-ignore

it("what stands exactly at a bound is found, and what stands a hair beside it is not", async () => {
  const said: Record<string, unknown> = {};
  for (const [id, words, at, ...beside] of BOUNDS) {
    const found = find(id, at);
    expect(found, `${id}, ${words}`).not.toBeNull();
    beside.forEach((other, index) => expect(find(id, other), `${id}, ${words}, beside ${index}`).toBeNull());
    const { evidence, numbers, ...more } = found!;
    said[`${id}: ${words}`] = { ...more, evidence, numbers: JSON.stringify(numbers) };
  }
  await expect(asFile(said)).toMatchFileSnapshot("../../golden/traceFindings.json");
});
