import type { Activation, Loss, Mlp, Skip } from "gradiometer";

/** A float64 network, written as plainly as possible: what the kernels are held against. */
export interface OracleNet {
  readonly sizes: readonly number[];
  readonly activation: readonly Activation[];
  readonly skip: Skip;
  /** By name, as `parameters()` gives them. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
}

/** Every kind of skip. */
export const skips: readonly Skip[] = ["none", "identity", "scaled", { gain: -0.7 }];

/** The twin of a network. */
export function oracleOf(network: Mlp): OracleNet {
  const { sizes, activation, skip } = network.config;
  const parameters = Object.fromEntries(
    network.parameters().map(({ name, values }) => [name, Float64Array.from(values)]),
  );
  return { sizes, activation, skip, parameters };
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

/** z of the last layer for one row. */
export function forwardRow(net: OracleNet, x: ArrayLike<number>): number[] {
  const skips = net.sizes
    .slice(1)
    .map((size, l) => net.skip !== "none" && l > 0 && l < net.sizes.length - 2 && net.sizes[l] === size);
  const count = skips.filter(Boolean).length;
  const gain = typeof net.skip === "object" ? net.skip.gain : net.skip === "scaled" ? 1 / Math.sqrt(count) : 1;
  let z = Array.from(x);
  let u: number[] = [];
  net.activation.forEach((activation, l) => {
    const fanOut = net.sizes[l + 1] ?? 0;
    const weight = net.parameters[`layers.${l}.weight`] ?? new Float64Array();
    const bias = net.parameters[`layers.${l}.bias`];
    const affine = Array.from({ length: fanOut }, (_, j) =>
      z.reduce((sum, value, i) => sum + value * (weight[i * fanOut + j] ?? 0), bias?.[j] ?? 0),
    );
    u = skips[l] ? affine.map((value, j) => (u[j] ?? 0) + gain * value) : affine;
    z = u.map((value) => phi(activation, value));
  });
  return z;
}

/** The loss of a batch. */
export function lossOf(net: OracleNet, x: Float64Array, y: Float64Array, loss: Loss): number {
  const inputs = net.sizes[0] ?? 0;
  const outputs = net.sizes.at(-1) ?? 0;
  const batch = x.length / inputs;
  let total = 0;
  for (let row = 0; row < batch; row++) {
    const o = forwardRow(net, x.subarray(row * inputs, (row + 1) * inputs));
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
