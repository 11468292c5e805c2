/** The stability edge: how large a step of gradient descent may be. */
import type { Core } from "../core/create.js";
import { normals, Purpose, streamOf } from "../core/random.js";
import type { Mlp, Optimizer, Parameter, Rnn, Rows, Sequence } from "../types.js";
import { evenly, inputOf, samplesAt, type Case } from "./patient.js";
import { limit } from "./thresholds.js";

/** Rounds of the power iteration: the quotient is within a tenth of λ_max as soon as the next eigenvalue is a tenth below. */
const ROUNDS = 12;
/** Length of the displacement over that of the parameters: differences of float32 gradients keep four digits. */
const DISPLACEMENT = 3e-3;
/** A stream of its own, so that no draw of the network's is repeated. */
const START_STREAM = 8192;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

function flat(parameters: readonly Parameter[]): Float64Array {
  const out = new Float64Array(parameters.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of parameters) {
    out.set(values, at);
    at += values.length;
  }
  return out;
}

/** Puts a vector in place of the parameters. */
function place(network: Mlp | Rnn, like: readonly Parameter[], vector: Float64Array): void {
  let at = 0;
  const values: Record<string, Float64Array> = {};
  for (const { name, values: own } of like) {
    values[name] = vector.subarray(at, at + own.length);
    at += own.length;
  }
  network.setParameters(values);
}

/**
 * The largest eigenvalue of the Hessian of the loss, by power iteration: H v ≈ (∂L(θ + εv) − ∂L(θ − εv))/2ε.
 *
 * @param network  left as it was.
 * @returns |λ_max| on at most 256 rows, evenly taken; NaN where a gradient is not finite.
 */
export function largestCurvature(core: Core, network: Mlp | Rnn, subject: Case): number {
  const rows = samplesAt(subject, evenly(subject.count, limit("probeRows")));
  const x = inputOf(subject, rows);
  const { loss } = subject.training;
  // A sum grows with the rows: the step is taken on a whole batch.
  const batch = Math.min(subject.batch ?? subject.count, subject.count);
  const scale = loss === "sum-squared-error" ? batch / rows.count : 1;
  const like = network.parameters();
  const origin = flat(like);
  if (!origin.every(Number.isFinite)) return NaN;
  const gradientAt = (displacement: Float64Array, factor: number): Float64Array => {
    place(
      network,
      like,
      origin.map((value, index) => value + factor * displacement[index]!),
    );
    const { gradients } = (
      network as { backward(x: Rows | Sequence, y: Rows, loss: string): { gradients: Parameter[] } }
    ).backward(x, rows.y, loss);
    return flat(gradients);
  };
  let direction: Float64Array = Float64Array.from(
    normals(core, subject.config.seed, streamOf(Purpose.Experiment, START_STREAM), origin.length, 0, 1),
  );
  const reach = DISPLACEMENT * Math.max(Math.sqrt(dot(origin, origin)), 1);
  let value = NaN;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const length = Math.sqrt(dot(direction, direction));
      if (!(length > 0)) return 0;
      const unit = direction.map((one) => one / length);
      const [ahead, behind] = [gradientAt(unit, reach), gradientAt(unit, -reach)];
      const product = ahead.map((one, index) => (scale * (one - behind[index]!)) / (2 * reach));
      if (!product.every(Number.isFinite)) return NaN;
      value = Math.abs(dot(unit, product));
      direction = product;
    }
    return value;
  } finally {
    place(network, like, origin);
  }
}

/** Steps per unit of 2/λ_max at which a plain gradient step stops being stable: heavy-ball momentum allows 1 + μ times as much. */
function allowance(optimizer: Optimizer): number {
  if (optimizer.kind !== "sgd") return NaN;
  const { momentum = 0, nesterov = false } = optimizer;
  return nesterov ? (1 + momentum) / (1 + 2 * momentum) : 1 + momentum;
}

/**
 * The largest rate at which gradient descent with this momentum is stable on a quadratic of curvature λ: 2(1 + μ)/λ, with
 * Nesterov's look ahead 2(1 + μ)/((1 + 2μ)λ). NaN for optimizers that scale their own steps. Polyak 1964; Cohen 2021.
 */
export const stableRate = (optimizer: Optimizer, curvature: number): number => (2 * allowance(optimizer)) / curvature;
