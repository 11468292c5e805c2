import { type Core, coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { measureProduct } from "../../probe/spectrumProduct.js";
import { type SingularValues, stride } from "../../probe/spectrumValues.js";
import { fussCatalanEdge, newmanExponents } from "../../theory/index.js";
import { table } from "../tools/table.js";
import type { Bench, Measurement } from "../types.js";
import type { DeepLinearParameters } from "./parameters.js";

/** Streams of one product; there are as many for every kind. */
const ROOM = 1_000_000;
const EDGE = 1;
const CHAIN = 2;
/** Deeper products come near the law only when they are wider still. */
const PRINTED_DEPTH = 2;

/** Singular values of the product of the first `count` matrices n × n with entries from N(0, variance/n). */
function gaussianProduct(
  core: Core,
  n: number,
  count: number,
  variance: number,
  seed: number,
  stream: number,
): SingularValues {
  const entries = normals(core, seed, streamOf(Purpose.Experiment, stream), n * n * count, 0, Math.sqrt(variance / n));
  const step = stride(n);
  const write = (index: number, address: number): void => {
    const to = core.arena.f64(address, n * step);
    for (let row = 0; row < n; row++) {
      const from = (index * n + row) * n;
      to.set(entries.subarray(from, from + n), row * step);
    }
  };
  return measureProduct(core, { sizes: Array<number>(count + 1).fill(n), write }, false).product;
}

/** Largest s² of Gaussian products, over their depth, against (L + 1)^(L+1)/L^L. */
export async function measureEdge(
  { lab, parameters, seed }: Bench<DeepLinearParameters>,
  report: (done: number, total: number, label: string) => Promise<void>,
): Promise<Measurement> {
  const core = coreOf(lab);
  const { edgeWidth: n, products, variance } = parameters;
  const depths = [...parameters.edgeDepths].sort((a, b) => a - b);
  const rows: number[][] = [];
  for (const [index, depth] of depths.entries()) {
    await report(index, depths.length, `largest singular value, depth ${depth}`);
    const squares = Array.from({ length: products }, (_, product) => {
      const top = gaussianProduct(core, n, depth, variance, seed, EDGE * ROOM + 1000 * depth + product).values[0]!;
      return top * top;
    });
    const mean = squares.reduce((sum, value) => sum + value, 0) / products;
    const spread = squares.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    const theory = fussCatalanEdge(depth);
    let norms = 1;
    for (let factor = 0; factor < depth; factor++) norms *= fussCatalanEdge(1);
    rows.push([depth, mean, Math.sqrt(spread / Math.max(1, products - 1)), theory, mean / theory, norms]);
  }
  const shallow = rows.filter(([depth]) => depth! <= PRINTED_DEPTH);
  const deepest = lastOf(rows);
  return {
    tables: [
      table(
        `largest s² of products of ${n} × ${n} Gaussian matrices`,
        [
          ["depth", "layers"],
          "mean",
          "s.d. of one product",
          "theory",
          "mean over theory",
          "4^L: squared norms multiplied",
        ],
        rows,
      ),
    ],
    measured: {
      "C9.edge":
        shallow.length > 0
          ? shallow.reduce((most, row) => Math.max(most, Math.abs(elementAt(row, 4) - 1)), 0)
          : undefined,
      "C9.edge-norms": elementAt(deepest, 1) / elementAt(deepest, 5),
    },
  };
}

/**
 * Growth of every singular value of long products: ln σ_k of burn-in + length matrices less that of the burn-in alone, over
 * the length, with the standard error from independent products.
 */
export async function measureExponents(
  { lab, parameters, seed }: Bench<DeepLinearParameters>,
  report: (done: number, total: number, label: string) => Promise<void>,
): Promise<Measurement> {
  const core = coreOf(lab);
  const { exponentWidth: n, burnIn, length, chains, variance } = parameters;
  const ten = core.wasm.log64(10);
  const growth: Float64Array[] = [];
  for (let chain = 0; chain < chains; chain++) {
    await report(chain, chains, `long product ${chain + 1}`);
    const logs = (count: number): Float64Array =>
      gaussianProduct(core, n, count, variance, seed, CHAIN * ROOM + chain).log10;
    const before = logs(burnIn);
    growth.push(logs(burnIn + length).map((value, k) => ((value - before[k]!) * ten) / length));
  }
  const theory = newmanExponents(n);
  const rows = Array.from(theory, (expected, k) => {
    const mean = growth.reduce((sum, own) => sum + own[k]!, 0) / chains;
    const spread = growth.reduce((sum, own) => sum + (own[k]! - mean) * (own[k]! - mean), 0);
    const error = Math.sqrt(spread / (chains - 1) / chains);
    return [k + 1, mean, error, expected, (mean - expected) / error];
  });
  return {
    tables: [
      table(
        `growth of the singular values a layer, n = ${n}`,
        [
          "k",
          ["measured", "1/layer"],
          ["standard error", "1/layer"],
          ["theory", "1/layer"],
          ["distance", "standard errors"],
        ],
        rows,
      ),
    ],
    measured: { "C9.newman": rows.reduce((most, row) => Math.max(most, Math.abs(elementAt(row, 4))), 0) },
  };
}
