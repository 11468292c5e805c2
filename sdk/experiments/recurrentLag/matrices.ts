import { type Core } from "../../core/create.js";
import { singularValues } from "../../probe/spectrumValues.js";

/** Square matrices, row-major, float64. */
export interface Square {
  readonly n: number;
  readonly values: Float64Array;
}

export function product(a: Square, b: Square): Square {
  const { n } = a;
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a.values[i * n + k]!;
      for (let j = 0; j < n; j++) values[i * n + j]! += factor * b.values[k * n + j]!;
    }
  }
  return { n, values };
}

/** diag(d) A: what one step back multiplies by. */
export function scaleRows({ n, values }: Square, d: ArrayLike<number>): Square {
  return { n, values: values.map((value, index) => value * d[Math.floor(index / n)]!) };
}

export function transposed({ n, values }: Square): Square {
  return { n, values: values.map((_, index) => values[(index % n) * n + Math.floor(index / n)]!) };
}

export function spectralNorm(core: Core, { n, values }: Square): number {
  return singularValues(core, n, n, values).values[0]!;
}

/** ‖A − B‖_F/‖B‖_F. */
export function relativeDistance(a: Square, b: Square): number {
  let [difference, size] = [0, 0];
  b.values.forEach((value, index) => {
    const apart = a.values[index]! - value;
    difference += apart * apart;
    size += value * value;
  });
  return Math.sqrt(difference / size);
}
