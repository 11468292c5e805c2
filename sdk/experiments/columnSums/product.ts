import type { Core } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { measureProduct } from "../../probe/spectrumProduct.js";
import { stride } from "../../probe/spectrumValues.js";
import type { Gradiometer } from "../../types.js";

/** Layers and products of one size, and what they are drawn from. */
export interface Ensemble {
  readonly width: number;
  readonly gain: number;
  /** Layers of a product. */
  readonly layers: number;
  readonly seed: number;
}

/** One product of layer Jacobians, looked at through the column sums and through what it does. */
export interface Judged {
  /** Columns of a layer with |Σ_y ∂y/∂x| > 1, over all layers, and how many there are. */
  readonly above: number;
  readonly columns: number;
  /** The same of the product's own columns. */
  readonly productAbove: number;
  readonly productColumns: number;
  /** ‖δ₀‖/‖δ_L‖ of an error drawn at random and carried back. */
  readonly growth: number;
  /** Largest singular value of the product. */
  readonly largest: number;
}

/** Columns of J [rows, columns] whose sum is above 1 in size. */
function columnsAbove(rows: number, columns: number, values: Float64Array): number {
  let above = 0;
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * columns + column]!;
    if (Math.abs(sum) > 1) above++;
  }
  return above;
}

/**
 * The linear net of L layers with W ~ N(0, σ_w²/n): its layers' Jacobians Wᵀ, their product, and an error carried back
 * through both.
 */
export function judgeProduct(lab: Gradiometer, core: Core, { width, gain, layers, seed }: Ensemble): Judged {
  const network = lab.mlp({
    sizes: Array<number>(layers + 1).fill(width),
    activation: "linear",
    init: { kind: "variance", weight: gain * gain, bias: 0 },
    seed,
  });
  try {
    const x = new Float32Array(width); // of a linear net the Jacobian is the same everywhere
    const jacobians = Array.from(
      { length: layers },
      (_, layer) => network.jacobian(x, { from: layer, to: layer + 1 }).values,
    );
    const whole = network.jacobian(x).values;
    let delta: Float64Array = Float64Array.from(normals(core, seed, streamOf(Purpose.Experiment, 0), width, 0, 1));
    const start = norm(delta);
    for (const jacobian of [...jacobians].reverse()) delta = carriedBack(jacobian, delta);
    // J_Lᵀ … J₁ᵀ reversed has the same singular values: the factors go in as they lie, from the last layer on.
    const write = (index: number, address: number): void => {
      const to = core.arena.f64(address, width * stride(width));
      const from = elementAt(jacobians, layers - 1 - index);
      for (let row = 0; row < width; row++) to.set(from.subarray(row * width, (row + 1) * width), row * stride(width));
    };
    const sizes = Array<number>(layers + 1).fill(width);
    const { product } = measureProduct(core, { sizes, write }, false);
    return {
      above: jacobians.reduce((sum, jacobian) => sum + columnsAbove(width, width, jacobian), 0),
      columns: layers * width,
      productAbove: columnsAbove(width, width, whole),
      productColumns: width,
      growth: norm(delta) / start,
      largest: product.values[0]!,
    };
  } finally {
    network.dispose();
  }
}

/** Jᵀ δ */
function carriedBack(jacobian: Float64Array, delta: Float64Array): Float64Array {
  const width = delta.length;
  const back = new Float64Array(width);
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < width; column++) back[column]! += jacobian[row * width + column]! * delta[row]!;
  }
  return back;
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
