import { elementAt } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { relativeError } from "../tools/numbers.js";
import { chainGradient, runChain, scalarFunctions } from "../scalarChain/chain.js";
import { type Context, Draw, type Slip, slopeAt } from "./slip.js";

const QUARTER = 0.25;
const CUBED = 64;

/** 1: 0 ≤ ∂f/∂w₁ ≤ x/64 for random weights. */
export function boundSlip({ core, parameters, seed }: Context): Slip {
  const { activation, mean, variance, draws } = parameters;
  const noise = normals(core, seed, streamOf(Purpose.Experiment, Draw.Chain), 3 * draws, 0, 1);
  const std = Math.sqrt(variance);
  let [inside, within, exceeding] = [0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const weights = [0, 1, 2].map((layer) => mean + std * noise[3 * draw + layer]!);
    const gradient = chainGradient(runChain(core, activation, weights, 1), 1);
    if (gradient >= 0 && gradient <= 1 / CUBED) inside++;
    if (gradient > 1 / CUBED) exceeding++;
    if (Math.abs(gradient) <= Math.abs(elementAt(weights, 1) * elementAt(weights, 2)) / CUBED) within++;
  }
  return {
    number: 1,
    about: "bound on ∂f/∂w₁, share of the draws inside",
    text: "0 ≤ ∂f/∂w₁ ≤ x/64",
    textValue: inside / draws,
    truth: "|∂f/∂w₁| ≤ |w₂ w₃| |x|/64",
    truthValue: within / draws,
    measured: { "C3.text": inside / draws, "C3.truth": within / draws },
    rows: [["1: share of the draws above x/64", exceeding / draws]],
  };
}

/** 3 and 4: the sign of ∂C/∂w₀, and a factor w₀ too many. */
export function costSlips({ core, parameters }: Context): Slip[] {
  const { weights, input, target, activation, step } = parameters;
  const costAt = (first: number): number => {
    const distance = target - runChain(core, activation, [first, ...weights.slice(1)], input).output;
    return distance * distance;
  };
  const gradientAt = (first: number): { truth: number; slopes: number; outer: number } => {
    const chain = runChain(core, activation, [first, ...weights.slice(1)], input);
    const outer = -2 * (target - chain.output);
    const slopes = chain.slopes.reduce((product, slope) => product * slope, 1);
    return { truth: outer * chainGradient(chain, 1), slopes, outer };
  };
  const own = gradientAt(elementAt(weights, 0));
  const measured = slopeAt(costAt, elementAt(weights, 0), step);
  const signs = weights.slice(1).reduce((product, weight) => product * -weight, own.outer * input * own.slopes);
  const extra = own.truth * elementAt(weights, 0);
  const atZero = gradientAt(0).truth;
  const measuredAtZero = slopeAt(costAt, 0, step);
  return [
    {
      number: 3,
      about: "sign in the chain: ∂C/∂w₀",
      text: "(−w) for each w",
      textValue: signs,
      truth: "−2 (y − o) w₃ w₂ w₁ x Πσ'",
      truthValue: own.truth,
      measured: { "C4.text-sign": signs / own.truth, "C4.truth-sign": relativeError(measured, own.truth) },
      rows: [["3: central difference of C", measured]],
    },
    {
      number: 4,
      about: "a factor too many: ∂C/∂w₀",
      text: "w₀ times the truth",
      textValue: extra,
      truth: "no w₀ in it",
      truthValue: own.truth,
      measured: { "C4.text-factor": extra / own.truth, "C4.truth-factor": relativeError(measuredAtZero, atZero) },
      rows: [
        ["4: at w₀ = 0 the text's", 0],
        ["4: at w₀ = 0 the truth", atZero],
        ["4: at w₀ = 0 a central difference", measuredAtZero],
      ],
    },
  ];
}

/** 5: "the gradient is tiny", in a chain whose units stand at their steepest point: u = w z + b = 0, b = −w/2. */
export function tinySlip({ core, parameters }: Context): Slip {
  const { chainWeight, chainDepth } = parameters;
  const { value, slope } = scalarFunctions(core, "sigmoid");
  let [gradient, bound, z] = [1, 1, value(0)];
  for (let layer = 0; layer < chainDepth; layer++) {
    const u = chainWeight * z - chainWeight * value(0);
    gradient *= chainWeight * slope(u);
    bound *= QUARTER;
    z = value(u);
  }
  const factor = chainWeight * slope(0);
  return {
    number: 5,
    about: `gradient through ${chainDepth} sigmoids with w = ${chainWeight} and b = −w/2`,
    text: "at most 4^−L",
    textValue: bound,
    truth: "(w/4)^L",
    truthValue: gradient,
    measured: { "C2.text-tiny": gradient / bound, "C2.truth-tiny": factor },
  };
}

const UNITS = [0.5, -0.3, 0.8] as const;

/** 7: by which z tanh is differentiated. */
export function indexSlip({ core, parameters }: Context): Slip {
  const { step, source } = parameters;
  const { value } = scalarFunctions(core, "tanh");
  const j = 1;
  const layer = (z: readonly number[]): number[] => z.map(value);
  const by = (i: number): number =>
    slopeAt((x) => elementAt(layer(UNITS.map((z, index) => (index === i ? x : z))), j), elementAt(UNITS, i), step);
  const y = value(UNITS[j]);
  const formula = (1 + y) * (1 - y);
  return {
    number: 7,
    about: `∂y_j/∂z_i of a layer of three tanh units, j = ${j + 1}, i = ${source + 1}`,
    text: "(1 + y_j)(1 − y_j)",
    textValue: formula,
    truth: "0 unless i = j",
    truthValue: source === j ? formula : 0,
    measured: { "C11.text": by(source) / formula, "C11.truth": relativeError(by(j), formula) },
    rows: [
      ["7: central difference by z_j", by(j)],
      ["7: central difference by z_i", by(source)],
    ],
  };
}

const LIMIT = 0.1;

/** 9: the minus in both update rules, on f = x²/2 from x = 1. */
export function minusSlip({ parameters }: Context): Slip {
  const { rate } = parameters;
  const start = 1;
  const gradient = start;
  const half = (x: number): number => (x * x) / 2;
  const clipped = Math.max(-LIMIT, Math.min(LIMIT, gradient));
  const after = (direction: number): number[] =>
    [clipped, Math.sign(gradient)].map((update) => half(start + direction * rate * update) / half(start));
  const [up, down] = [after(1), after(-1)];
  return {
    number: 9,
    about: "update by the clipped gradient and by its sign: larger of f(after)/f(before) on x²/2",
    text: "w ← w + η …",
    textValue: Math.max(...up),
    truth: "w ← w − η …",
    truthValue: Math.max(...down),
    measured: { "C24.text-minus": Math.max(...up), "C24.truth-minus": Math.max(...down) },
  };
}

/** 10: leaky ReLU as max(αx, x). */
export function leakySlip({ parameters }: Context): Slip {
  const { alpha } = parameters;
  const slopes = (a: number): [left: number, right: number] => {
    const leaky = (x: number): number => Math.max(a * x, x);
    // by whole numbers, so that nothing is rounded for α that are short in binary
    return [leaky(-1) - leaky(-2), leaky(2) - leaky(1)];
  };
  const [left, right] = slopes(alpha);
  const linear = slopes(1);
  return {
    number: 10,
    about: `slope on the right of max(αx, x) at α = ${alpha}`,
    text: "1",
    textValue: 1,
    truth: "max(α, 1)",
    truthValue: right,
    measured: { "C14.text-max": right, "C14.truth-max": right / alpha },
    rows: [
      ["10: slope on the left", left],
      ["10: slope on the left at α = 1", linear[0]],
      ["10: slope on the right at α = 1", linear[1]],
    ],
  };
}

const GRID = 401;
const REACH = 10;

/** 11: which derivative is at most a quarter. */
export function quarterSlip({ core, parameters }: Context): Slip {
  const { activation, nextWeight, step } = parameters;
  const { value } = scalarFunctions(core, activation);
  const largest = (f: (x: number) => number): number =>
    Array.from({ length: GRID }, (_, at) => slopeAt(f, REACH * ((2 * at) / (GRID - 1) - 1), step)).reduce(
      (most, slope) => Math.max(most, slope),
    );
  const text = largest((h) => nextWeight * value(h));
  const truth = largest(value);
  return {
    number: 11,
    about: `largest derivative by the pre-activation h̃, next weight ${nextWeight}`,
    text: "∂h̃₁/∂h̃ ≤ ¼",
    textValue: text,
    truth: "∂h/∂h̃ = σ'(h̃) ≤ ¼",
    truthValue: truth,
    measured: { "C2.text-bound": text, "C2.truth-bound": truth },
  };
}
