import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { table } from "../tools/table.js";
import type { Bench, Measurement } from "../types.js";
import type { ActivationGalleryParameters } from "./experiment.js";
import { gridOf, narrow, wide } from "./kernel.js";

/** The number that is often printed for σ'(10). */
const PRINTED = 0.00005;

/** C11's numbers and identities, and the max form of leaky ReLU. */
export function measureIdentities({ lab, parameters }: Bench<ActivationGalleryParameters>): Measurement {
  const core = coreOf(lab);
  const { at, identities, stretch, maxAlpha } = parameters;
  const of = (activation: "sigmoid" | "tanh", u: Float64Array) =>
    identities === "float64" ? wide(core, activation, u) : narrow(core, activation, Float32Array.from(u));
  const point = wide(core, "sigmoid", Float64Array.of(at));
  const [value, slope] = [point.value[0]!, point.slope[0]!];

  const grid = Float64Array.from(gridOf(parameters.from, parameters.to, parameters.points));
  const [sigmoid, tanh] = [of("sigmoid", grid), of("tanh", grid)];
  const stretched = of(
    "sigmoid",
    grid.map((x) => stretch * x),
  );
  const largest = (difference: (index: number) => number): number =>
    grid.reduce((most, _, index) => Math.max(most, Math.abs(difference(index))), 0);
  const byTwo = largest((i) => elementAt(tanh.value, i) - (2 * elementAt(stretched.value, i) - 1));
  const logistic = largest(
    (i) => elementAt(sigmoid.slope, i) - elementAt(sigmoid.value, i) * (1 - elementAt(sigmoid.value, i)),
  );
  const product = largest(
    (i) => elementAt(tanh.slope, i) - (1 + elementAt(tanh.value, i)) * (1 - elementAt(tanh.value, i)),
  );
  const hyperbolic = largest((i) => {
    const twice = core.wasm.exp64(elementAt(grid, i)) + core.wasm.exp64(-elementAt(grid, i)); // 2 cosh
    return elementAt(tanh.slope, i) - 4 / (twice * twice);
  });
  const left = Math.max(-maxAlpha, -1) / -1;
  const right = Math.max(maxAlpha, 1);
  return {
    tables: [
      table(
        "printed numbers and identities",
        ["what", "value"],
        [
          [`σ(${at})`, value],
          [`σ'(${at})`, slope],
          [`${PRINTED} over σ'(${at})`, PRINTED / slope],
          [`largest |tanh(x) − (2σ(${stretch}x) − 1)|`, byTwo],
          ["largest |σ' − y(1 − y)|", logistic],
          ["largest |tanh' − (1 + y)(1 − y)|", product],
          ["largest |tanh' − 1/cosh²|", hyperbolic],
          [`slope of max(${maxAlpha}x, x) on the left`, left],
          [`slope of max(${maxAlpha}x, x) on the right`, right],
        ],
      ),
    ],
    measured: {
      "C11.sigmoid": value,
      "C11.slope": slope,
      "C11.rounded": Math.abs(PRINTED / slope - 1),
      "C11.tanh": byTwo,
      "C11.sigmoid-slope": logistic,
      "C11.tanh-slope": Math.max(product, hyperbolic),
      "C14.max-form": left / maxAlpha,
    },
  };
}
