import type { Activation, Loss, Mlp, Norm, Skip } from "gradiometer";

/** A float64 network, written as plainly as possible: what the kernels are held against. */
export interface OracleNet {
  readonly sizes: readonly number[];
  readonly activation: readonly Activation[];
  readonly skip: Skip;
  /** Default "none". */
  readonly norm?: Norm;
  /** By name, as `parameters()` and `statistics()` give them. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
}

/** Every kind of skip. */
export const skips: readonly Skip[] = ["none", "identity", "scaled", { gain: -0.7 }];

/** The twin of a network. */
export function oracleOf(network: Mlp): OracleNet {
  const { sizes, activation, skip, norm } = network.config;
  const parameters = Object.fromEntries(
    [...network.parameters(), ...network.statistics()].map(({ name, values }) => [name, Float64Array.from(values)]),
  );
  return { sizes, activation, skip, norm, parameters };
}

const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));

/** Φ(u), |u| < 12: ½ + φ(u) (u + u³/3 + u⁵/15 + …). */
function normal(u: number): number {
  let sum = u;
  for (let term = u, k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) sum += term *= (u * u) / k;
  return 0.5 + Math.exp(-0.5 * u * u) * 0.3989422804014327 * sum;
}

/** φ(u). */
export function phi(activation: Activation, u: number): number {
  if (typeof activation === "object") return u > 0 ? u : activation.alpha * u;
  switch (activation) {
    case "linear":
      return u;
    case "sigmoid":
      return sigmoid(u);
    case "tanh":
      return Math.tanh(u);
    case "relu":
      return Math.max(u, 0);
    case "leaky-relu":
      return u > 0 ? u : 0.01 * u;
    case "softsign":
      return u / (1 + Math.abs(u));
    case "elu":
      return u > 0 ? u : Math.expm1(u);
    case "selu":
      return 1.0507009873554805 * (u > 0 ? u : 1.6732632423543772 * Math.expm1(u));
    case "gelu":
      return u * normal(u);
    case "silu":
      return u * sigmoid(u);
    case "softplus":
      return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  }
}

/** What passes through a layer: a list of rows each. v = u where there is no norm. */
export interface OracleLayer {
  readonly u: number[][];
  readonly v: number[][];
  readonly z: number[][];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** (values − mean)/√(variance + ε) by their own moments; with the mean held at 0 for an RMS norm. */
function standardised(values: readonly number[], epsilon: number, centred: boolean): number[] {
  const middle = centred ? mean(values) : 0;
  const variance = mean(values.map((value) => (value - middle) ** 2));
  return values.map((value) => (value - middle) / Math.sqrt(variance + epsilon));
}

const transposed = (rows: readonly (readonly number[])[]): number[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]!));

/** norm(u) of a layer: in training a batch norm goes by the batch, else by the averages that ran along. */
function normalised({ norm = "none", parameters }: OracleNet, l: number, u: number[][], training: boolean): number[][] {
  if (norm === "none") return u;
  const { kind, epsilon = 1e-5 } = typeof norm === "string" ? { kind: norm } : norm;
  const own = (name: string) => parameters[`layers.${l}.norm.${name}`];
  const [means, variances] = [own("mean"), own("variance")];
  const byAverages = (row: number[]) =>
    row.map((value, j) => (value - means![j]!) / Math.sqrt(variances![j]! + epsilon));
  const hat = {
    layer: () => u.map((row) => standardised(row, epsilon, true)),
    rms: () => u.map((row) => standardised(row, epsilon, false)),
    batch: () =>
      training ? transposed(transposed(u).map((unit) => standardised(unit, epsilon, true))) : u.map(byAverages),
  }[kind]();
  const [gain, shift] = [own("weight"), own("bias")];
  return hat.map((row) => row.map((value, j) => (gain?.[j] ?? 1) * value + (shift?.[j] ?? 0)));
}

/**
 * Every layer for a batch.
 *
 * @param nudge  added to u of each layer, [batch, units]: what the derivative by it is, is δ.
 */
export function forwardLayers(
  net: OracleNet,
  x: readonly (readonly number[])[],
  training: boolean,
  nudge?: readonly Float64Array[],
): OracleLayer[] {
  const skips = net.sizes
    .slice(1)
    .map((size, l) => net.skip !== "none" && l > 0 && l < net.sizes.length - 2 && net.sizes[l] === size);
  const count = skips.filter(Boolean).length;
  const gain = typeof net.skip === "object" ? net.skip.gain : net.skip === "scaled" ? 1 / Math.sqrt(count) : 1;
  let z = x.map((row) => [...row]);
  let u: number[][] = [];
  return net.activation.map((activation, l) => {
    const fanOut = net.sizes[l + 1] ?? 0;
    const weight = net.parameters[`layers.${l}.weight`] ?? new Float64Array();
    const bias = net.parameters[`layers.${l}.bias`];
    const below = u;
    u = z.map((row, r) =>
      Array.from({ length: fanOut }, (_, j) => {
        const affine = row.reduce((sum, value, i) => sum + value * (weight[i * fanOut + j] ?? 0), bias?.[j] ?? 0);
        return (skips[l] ? below[r]![j]! + gain * affine : affine) + (nudge?.[l]?.[r * fanOut + j] ?? 0);
      }),
    );
    const v = l < net.activation.length - 1 ? normalised(net, l, u, training) : u;
    z = v.map((row) => row.map((value) => phi(activation, value)));
    return { u, v, z };
  });
}

/** z of the last layer for one row, by the averages that ran along. */
export function forwardRow(net: OracleNet, x: ArrayLike<number>): number[] {
  return forwardLayers(net, [Array.from(x)], false).at(-1)!.z[0]!;
}

/** Flat rows of so many numbers. */
export const rowsOf = (values: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (__, j) => values[row * columns + j]!),
  );

/** The loss of a batch, as a training step has it. */
export function lossOf(
  net: OracleNet,
  x: Float64Array,
  y: Float64Array,
  loss: Loss,
  nudge?: readonly Float64Array[],
): number {
  const outputs = net.sizes.at(-1) ?? 0;
  const rows = forwardLayers(net, rowsOf(x, net.sizes[0] ?? 0), true, nudge).at(-1)!.z;
  const batch = rows.length;
  let total = 0;
  for (const [row, o] of rows.entries()) {
    const t = y.subarray(row * outputs, (row + 1) * outputs);
    const top = Math.max(...o);
    const logSum = top + Math.log(o.reduce((sum, v) => sum + Math.exp(v - top), 0));
    o.forEach((v, j) => {
      const target = t[j] ?? 0;
      if (loss === "cross-entropy") total += target * (logSum - v);
      else if (loss === "binary-cross-entropy")
        total += Math.max(v, 0) - v * target + Math.log1p(Math.exp(-Math.abs(v)));
      else total += (v - target) ** 2;
    });
  }
  if (loss === "sum-squared-error") return total;
  return loss === "cross-entropy" ? total / batch : total / (batch * outputs);
}

/** ∂f/∂values[i] for all i by central differences with step h. */
export function centralDifferences(values: Float64Array, f: () => number, h = 1e-5): Float64Array {
  return values.map((value, i) => {
    values[i] = value + h;
    const above = f();
    values[i] = value - h;
    const below = f();
    values[i] = value;
    return (above - below) / (2 * h);
  });
}

/** Largest difference of two arrays; infinite when their lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN)));
  }
  return difference;
}

/** Largest difference over the largest entry of `expected`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const size = Math.max(0, ...Array.from(expected, Math.abs));
  const difference = largestDifference(actual, expected);
  return size === 0 ? difference : difference / size;
}
