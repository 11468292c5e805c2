/** Loss and gradient of one row, or of one entry, in float64; `scale` is the size of what the gradient is a difference of. */
export interface Expected {
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly scale: readonly number[];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The softmax cross-entropy of a row, every sum over the others taken for itself. */
export function crossEntropy(o: readonly number[], y: readonly number[]): Expected {
  const highest = Math.max(...o);
  const place = o.indexOf(highest);
  const e = o.map((value) => Math.exp(value - highest));
  const total = sum(e);
  const others = (values: readonly number[], j: number) => sum(values.filter((_, k) => k !== j));
  const terms = o.map((_, j) => [(e[j] ?? 0) * others(y, j), (y[j] ?? 0) * others(e, j)] as const);
  const asked = o.map((value, j) => (y[j] === 0 ? 0 : (y[j] ?? 0) * (highest - value)));
  return {
    loss: sum(y) * Math.log1p(others(e, place)) + sum(asked),
    gradient: terms.map(([toward, away]) => (toward - away) / total),
    scale: terms.map(([toward, away]) => (toward + away) / total),
  };
}

/** The binary cross-entropy of one entry. */
export function binaryCrossEntropy(o: number, y: number): Expected {
  const e = Math.exp(-Math.abs(o));
  const [toward, away] = o >= 0 ? [1 - y, y * e] : [e * (1 - y), y];
  return {
    loss: Math.abs(o) * (o >= 0 ? 1 - y : y) + Math.log1p(e),
    gradient: [(toward - away) / (1 + e)],
    scale: [(toward + away) / (1 + e)],
  };
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** Float32 numbers in order: neighbours are one apart, ±0 the same. */
function order(value: number): number {
  float[0] = value;
  const [pattern = 0] = bits;
  return pattern < 0 ? -2147483648 - pattern : pattern;
}

/** How many float32 lie between a number and the correctly rounded expected one. */
export const ulps = (value: number, expected: number): number => Math.abs(order(value) - order(expected));
