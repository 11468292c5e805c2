import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { normals, Purpose, streamOf, uniforms } from "../../core/random.js";
import { twoMoons } from "../../data/moons.js";
import { singularValues } from "../../probe/spectrumValues.js";
import type { Gradiometer } from "../../types.js";
import { median } from "../tools/numbers.js";
import { type Context, Draw, type Slip, slopeAt } from "./slip.js";

/** Square matrices of float64, row-major. */
type Matrix = Float64Array;

const build = (n: number, of: (row: number, column: number) => number): Matrix =>
  Float64Array.from({ length: n * n }, (_, at) => of(Math.floor(at / n), at % n));

function times(n: number, a: Matrix, b: Matrix): Matrix {
  return build(n, (row, column) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[row * n + k]! * b[k * n + column]!;
    return sum;
  });
}

const squares = (a: ArrayLike<number>): number => Array.from(a).reduce((sum, value) => sum + value * value, 0);

/** ‖a − b‖/‖b‖, Frobenius. */
const distance = (a: Matrix, b: Matrix): number =>
  Math.sqrt(squares(a.map((value, at) => value - b[at]!)) / squares(b));

const DEEP = 30;
const WIDTH = 32;

/** 2: "true of all bounded activations". */
export function boundedSlip(lab: Gradiometer, { parameters, seed }: Context): Slip {
  const data = twoMoons(lab, { seed });
  const ratio = (activation: "tanh" | "sigmoid", init: typeof parameters.init): number => {
    const network = lab.mlp({ sizes: [2, ...Array<number>(DEEP).fill(WIDTH), 2], activation, init, seed });
    try {
      const { layers } = network.flow(data.x, data.y, "cross-entropy");
      return elementAt(layers, 0).delta.norm / lastOf(layers).delta.norm;
    } finally {
      network.dispose();
    }
  };
  const own = ratio("tanh", parameters.init);
  const sigmoid = ratio("sigmoid", "glorot-uniform");
  return {
    number: 2,
    about: `‖δ₁‖/‖δ_L‖ of ${DEEP} × ${WIDTH} tanh, ${parameters.init}`,
    text: "vanishes as the sigmoid's",
    textValue: sigmoid,
    truth: "χ₁ decides: the tanh net's",
    truthValue: own,
    measured: { "C16.text": own, "C16.truth": own },
  };
}

/** 6: norms of products. */
export function normSlip({ core, parameters }: Context): Slip {
  const diagonal = ([a, d]: readonly number[]): Matrix => Float64Array.of(a!, 0, 0, d!);
  const [first, second] = [diagonal([2, 0.5]), diagonal(parameters.second)];
  const valuesOf = (matrix: Matrix): Float64Array => singularValues(core, 2, 2, matrix).values;
  const product = valuesOf(times(2, first, second));
  const norms = valuesOf(first)[0]! * valuesOf(second)[0]!;
  return {
    number: 6,
    about: "largest singular value of diag(2, ½)·B",
    text: "product of the norms",
    textValue: norms,
    truth: "spectrum of the product",
    truthValue: product[0]!,
    measured: { "C8.text": product[0]! / norms, "C8.truth": product[0]! },
    rows: [["6: smallest singular value of the product", product[1]!]],
  };
}

const RECURRENT = 6;
const STEPS = 5;

/** 8: W_h taken out of the product of a recurrent net, h_t = φ(W h_{t−1} + x_t). */
export function commuteSlip({ core, parameters, seed }: Context): Slip {
  const { recurrent, step, nets } = parameters;
  const n = RECURRENT;
  const each = n * n + n + STEPS * n;
  const noise = normals(core, seed, streamOf(Purpose.Experiment, Draw.Recurrent), nets * each, 0, 1);
  const value = (u: number): number => (recurrent === "tanh" ? core.wasm.tanh64(u) : u);
  const slope = (u: number): number => (recurrent === "tanh" ? core.wasm.tanhSlope64(u) : 1);
  const texts: number[] = [];
  const truths: number[] = [];
  for (let net = 0; net < nets; net++) {
    const own = noise.subarray(net * each, (net + 1) * each);
    const weights = build(n, (row, column) => own[row * n + column]! / Math.sqrt(n));
    const start = Float64Array.from(own.subarray(n * n, n * n + n));
    const inputs = own.subarray(n * n + n);
    const preactivation = (h: Float64Array, t: number): Float64Array =>
      Float64Array.from({ length: n }, (_, row) => {
        let sum = inputs[t * n + row]!;
        for (let k = 0; k < n; k++) sum += weights[row * n + k]! * h[k]!;
        return sum;
      });
    const run = (from: Float64Array): Float64Array => {
      let h = from;
      for (let t = 0; t < STEPS; t++) h = preactivation(h, t).map(value);
      return h;
    };
    let ordered = build(n, (row, column) => (row === column ? 1 : 0));
    let [powers, slopes, h] = [ordered, ordered, start];
    for (let t = 0; t < STEPS; t++) {
      const u = preactivation(h, t);
      const diagonal = build(n, (row, column) => (row === column ? slope(u[row]!) : 0));
      ordered = times(n, times(n, diagonal, weights), ordered);
      powers = times(n, weights, powers);
      slopes = times(n, diagonal, slopes);
      h = u.map(value);
    }
    const difference = build(n, (row, column) =>
      slopeAt((x) => run(start.map((own64, at) => (at === column ? x : own64)))[row]!, start[column]!, step),
    );
    texts.push(distance(times(n, powers, slopes), ordered));
    truths.push(distance(difference, ordered));
  }
  const [text, truth] = [median(texts), median(truths)];
  return {
    number: 8,
    about: `relative error (the truth's: central differences) of ∂h⁽ᵗ⁺⁵⁾/∂h⁽ᵗ⁾, ${n} units, median of ${nets} nets`,
    text: "W_h⁵ Π diag(φ')",
    textValue: text,
    truth: "ordered product",
    truthValue: truth,
    measured: { "C21.text": text, "C21.truth": truth },
  };
}

const FACTORS = 3;
const [LOWEST, HIGHEST] = [0.5, 1.5];

/** 12: a column's sum as the test for explosion, over products of three Gaussian matrices of variance σ_w²/n. */
export function columnSlip({ core, parameters, seed }: Context): Slip {
  const { units: n, nets } = parameters;
  const each = FACTORS * n * n;
  const noise = normals(core, seed, streamOf(Purpose.Experiment, Draw.Product), nets * each, 0, 1);
  const gains = uniforms(core, seed, streamOf(Purpose.Experiment, Draw.Gain), nets, LOWEST, HIGHEST);
  let [bySum, byGain, grown] = [0, 0, 0];
  for (let net = 0; net < nets; net++) {
    const factor = (index: number): Matrix =>
      build(n, (row, column) => (gains[net]! * noise[net * each + (index * n + row) * n + column]!) / Math.sqrt(n));
    let product = factor(0);
    for (let index = 1; index < FACTORS; index++) product = times(n, factor(index), product);
    let sum = 0;
    for (let row = 0; row < n; row++) sum += product[row * n]!;
    const explodes = singularValues(core, n, n, product).values[0]! > 1;
    const grows = squares(product) / n > 1;
    if (explodes) grown++;
    if (Math.abs(sum) > 1 === explodes) bySum++;
    if (gains[net]! > 1 === grows) byGain++;
  }
  return {
    number: 12,
    about: `explosion of products of ${FACTORS} random ${n} × ${n} matrices: share of the cases in which the test agrees`,
    text: "|Σ_y ∂y/∂x| > 1",
    textValue: bySum / nets,
    truth: "χ₁ > 1",
    truthValue: byGain / nets,
    measured: { "C28.text": bySum / nets, "C28.truth": byGain / nets },
    rows: [
      ["12: share of the products with σ_max > 1", grown / nets],
      ["12: sum of the column [10, −10]", 10 - 10],
      ["12: its norm", Math.sqrt(squares([10, -10]))],
    ],
  };
}

/** All four. */
export function matrixSlips(lab: Gradiometer, context: Omit<Context, "core">): Slip[] {
  const all = { ...context, core: coreOf(lab) };
  return [boundedSlip(lab, all), normSlip(all), commuteSlip(all), columnSlip(all)];
}
