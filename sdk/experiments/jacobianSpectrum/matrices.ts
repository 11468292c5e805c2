import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { singularValues } from "../../probe/spectrumValues.js";
import { quarterCircle } from "../../theory/index.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { JacobianSpectrumParameters } from "./parameters.js";

/** The singular values of [[1, 2], [3, 4]], as they are printed. */
const PRINTED = [5.4649857042, 0.3659661906];
const BINS = 20;
/** Largest eigenvalues of a Wishart matrix scatter round their centre as Tracy and Widom's law: its mean and s.d. */
const TRACY_WIDOM = { mean: -1.206533574582, std: 1.2679815894 } as const;

/** C8: two matrices of two rows that say it all. */
export function measureSmall({ lab, parameters }: Bench<JacobianSpectrumParameters>): Measurement {
  const core = coreOf(lab);
  const { matrix, pair } = parameters;
  const [a = 0, b = 0] = pair;
  const of = (values: readonly number[]): number[] => [...singularValues(core, 2, 2, values).values];
  const [first, second] = [of([a, 0, 0, b]), of([b, 0, 0, a])];
  const product = of([a * b, 0, 0, b * a]);
  const single = of(matrix);
  const norms = elementAt(first, 0) * elementAt(second, 0);
  return {
    tables: [
      table(
        "two matrices and their product",
        ["matrix", "largest singular value", "smallest"],
        [
          [`[[${matrix.slice(0, 2).join(", ")}], [${matrix.slice(2).join(", ")}]]`, ...single],
          [`diag(${a}, ${b})`, ...first],
          [`diag(${b}, ${a})`, ...second],
          ["their product", ...product],
          ["slip: product of their singular values", norms, elementAt(first, 1) * elementAt(second, 1)],
        ],
      ),
    ],
    measured: {
      "C8.example": Math.max(...single.map((value, i) => Math.abs(value - elementAt(PRINTED, i)))),
      "C8.pair": elementAt(product, 0),
      "C8.pair-norms": elementAt(product, 0) / norms,
    },
  };
}

/** C10: square Gaussian matrices of several sizes. */
export async function measureGaussian({
  lab,
  parameters,
  seed,
  progress,
}: Bench<JacobianSpectrumParameters>): Promise<Measurement> {
  const core = coreOf(lab);
  const { matrices, variance } = parameters;
  const sizes = [...parameters.sizes].sort((a, b) => a - b);
  const rows: Cell[][] = [];
  let values: number[] = [];
  let [mean, largest] = [NaN, NaN];
  for (const [index, n] of sizes.entries()) {
    await progress(index, sizes.length, `Gaussian matrices, n = ${n}`);
    values = [];
    const tops: number[] = [];
    for (let draw = 0; draw < matrices; draw++) {
      const entries = normals(
        core,
        seed,
        streamOf(Purpose.Experiment, 1000 * n + draw),
        n * n,
        0,
        Math.sqrt(variance / n),
      );
      const own = singularValues(core, n, n, entries).values;
      tops.push(own[0]!);
      for (const value of own) values.push(value);
    }
    mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    largest = tops.reduce((sum, value) => sum + value, 0) / tops.length;
    const edge = edgeOf(core.wasm, n);
    rows.push([n, mean, quarterCircle.mean, largest, edge.mean, edge.low, edge.high, quarterCircle.largest]);
  }
  const n = lastOf(sizes);
  const width = 2.2 / BINS;
  const shares = Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor(value / width));
    shares[bin] = elementAt(shares, bin) + 1 / values.length;
  }
  return {
    tables: [
      table(
        "square Gaussian matrices",
        ["n", "mean", "8/(3π)", "largest", "theory at n", "− 2 s.d.", "+ 2 s.d.", "n → ∞"],
        rows,
      ),
      table(
        `singular values of n = ${n}`,
        ["value", "share", "quarter circle"],
        shares.map((share, bin) => {
          const s = (bin + 0.5) * width;
          return [s, share, s < 2 ? (Math.sqrt(4 - s * s) / Math.PI) * width : 0];
        }),
      ),
    ],
    measured: { "C10.mean": mean, "C10.largest": largest },
  };
}

/** σ_max at width n (Johnstone 2001), to first order in the scatter: its mean, and two s.d. of one draw to either side. */
function edgeOf(wasm: { exp64(x: number): number; log64(x: number): number }, n: number) {
  const roots = Math.sqrt(n - 1) + Math.sqrt(n);
  const scale = roots * wasm.exp64(wasm.log64(1 / Math.sqrt(n - 1) + 1 / Math.sqrt(n)) / 3);
  const at = (law: number): number => Math.sqrt(Math.max(roots * roots + scale * law, 0) / n);
  const { mean, std } = TRACY_WIDOM;
  return { mean: at(mean), low: at(mean - 2 * std), high: at(mean + 2 * std) };
}
