import { coreOf } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { activationMoments, type Moments } from "../../theory/index.js";
import { lawOf } from "../../theory/laws.js";
import type { ActivationName } from "../../types.js";
import { table } from "../tools/table.js";
import type { Bench, Measurement } from "../types.js";
import type { ActivationGalleryParameters } from "./experiment.js";
import { narrow } from "./kernel.js";

/** A mean over draws, with its standard error. */
interface Mean {
  readonly value: number;
  readonly error: number;
}

function meanOf(values: Float32Array, of: (value: number) => number): Mean {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    const x = of(value);
    sum += x;
    squares += x * x;
  }
  const value = sum / values.length;
  const variance = Math.max(squares / values.length - value * value, 0);
  return { value, error: Math.sqrt(variance / values.length) };
}

/** Rounding of the float32 draws and values, relative: what a mean may be off beside its error bar. */
const ROUNDING = 1e-6;

/** Distance from what is expected, in standard errors. */
const distance = ({ value, error }: Mean, expected: number): number =>
  (value - expected) / (error + ROUNDING * Math.abs(expected));

/** What the draws of u come to through one activation. */
interface MomentsRow {
  readonly activation: ActivationName;
  readonly first: Mean;
  readonly second: Mean;
  readonly slope2: Mean;
  readonly flat: Mean;
  readonly positive: Mean;
  readonly theory: Moments;
}

/** E φ, E φ², E φ'² over u ~ N(mean, variance), beside the quadrature for mean 0. */
export async function measureMoments({
  lab,
  parameters,
  seed,
  progress,
}: Bench<ActivationGalleryParameters>): Promise<Measurement> {
  const core = coreOf(lab);
  const { activations, draws, mean, variance, alpha, rectifier } = parameters;
  const u = normals(core, seed, streamOf(Purpose.Experiment, 0), draws, mean, Math.sqrt(variance));
  const square = (x: number): number => x * x;
  const identity = (x: number): number => x;
  const rows: MomentsRow[] = [];
  for (const [index, activation] of activations.entries()) {
    await progress(index + 1, activations.length + 2, `moments: ${activation}`);
    const { value, slope } = narrow(core, activation, u);
    rows.push({
      activation,
      first: meanOf(value, identity),
      second: meanOf(value, square),
      slope2: meanOf(slope, square),
      flat: meanOf(slope, (x) => (x === 0 ? 1 : 0)),
      positive: meanOf(value, (x) => (x > 0 ? 1 : 0)),
      theory: activationMoments({ activation, q: variance }),
    });
  }
  const find = (name: ActivationName) => rows.find(({ activation }) => activation === name);
  const sigmoid = find("sigmoid");
  const flat = meanOf(narrow(core, rectifier, u).slope, (x) => (x === 0 ? 1 : 0));
  const odd = rows.filter(({ activation }) => lawOf("activation", activation).odd);
  const gain2 = 2 / (1 + alpha * alpha);
  const leaky = meanOf(narrow(core, { kind: "leaky-relu", alpha }, u).slope, (x) => gain2 * x * x);
  const most = (values: readonly number[]): number | undefined =>
    values.length > 0 ? Math.max(...values.map(Math.abs)) : undefined;
  return {
    tables: [
      table(
        `over random u ~ N(${mean}, ${variance}), ${draws} draws`,
        [
          "activation",
          "centred on 0",
          "E φ",
          "s.e. of E φ",
          "E φ, theory",
          "E φ²",
          "s.e. of E φ²",
          "E φ², theory",
          "E φ'²",
          "s.e. of E φ'²",
          "E φ'², theory",
          "outputs above 0",
          "slopes exactly 0",
        ],
        rows.map(({ activation, first, second, slope2, theory, positive, flat: none }) => [
          activation,
          Math.abs(theory.mean) < 1e-12 ? "yes" : "no",
          ...[first.value, first.error, theory.mean],
          ...[second.value, second.error, theory.second],
          ...[slope2.value, slope2.error, theory.slope2],
          positive.value,
          none.value,
        ]),
      ),
    ],
    measured: {
      "C11.moments": most(
        rows.flatMap(({ first, second, slope2, theory }) => [
          distance(first, theory.mean),
          distance(second, theory.second),
          distance(slope2, theory.slope2),
        ]),
      ),
      "C13.sigmoid": sigmoid && distance(sigmoid.first, 0.5),
      "C13.positive": sigmoid?.positive.value,
      "C13.centred": most(odd.map(({ first }) => distance(first, 0))),
      "C14.half": distance(flat, 0.5),
      "C14.leaky-gain": distance(leaky, 1),
    },
  };
}
