import { type Core, coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { log10, median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { jacobianSpectrumClaims } from "./claims.js";
import { jacobianSpectrumFigures } from "./figures.js";
import { measureGaussian, measureSmall } from "./matrices.js";
import { type LayerSpectrum, measureNet, type NetSpectrum } from "./net.js";
import { type JacobianSpectrumParameters, jacobianSpectrumParameters } from "./parameters.js";

const productOf = (layers: readonly LayerSpectrum[], of: (layer: LayerSpectrum) => number): number =>
  layers.reduce((product, layer) => product * of(layer), 1);
const bound = (layer: LayerSpectrum): number => layer.bound;
const largest = (layer: LayerSpectrum): number => layer.largest;

function measuredClaims(core: Core, nets: readonly NetSpectrum[]): Measurement["measured"] {
  const layers = nets.flatMap((net) => net.layers);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const loose = [...new Set(nets.map(({ activation }) => activation))].map((activation) => {
    const own = nets.filter((net) => net.activation === activation);
    return median(own.map((net) => log10(core, productOf(net.layers, bound) / net.norm)));
  });
  return {
    "C6.jacobian": most(layers.map(({ stepError }) => stepError)),
    "C6.gradient": most(layers.map(({ gradientError }) => gradientError)),
    "C7.bound": most(layers.map((layer) => layer.largest / layer.bound)),
    "C7.loose": Math.min(...loose),
    "C8.directions": most(
      nets.flatMap(({ directions }) =>
        directions.map(
          ({ gain, singularValue }) => Math.abs(gain - singularValue) / elementAt(directions, 0).singularValue,
        ),
      ),
    ),
    "C8.delta": median(
      layers.flatMap(({ gain, largestGain }) => (gain === null || largestGain === null ? [] : [gain / largestGain])),
    ),
    "C8.norms": median(nets.map((net) => productOf(net.layers, largest) / net.norm)),
  };
}

/** From each layer to the end: measured, by multiplied norms, by multiplied bounds. */
function layersTable(nets: readonly NetSpectrum[]) {
  return table(
    "layers",
    [
      "activation",
      "net",
      "layer",
      "rows",
      "columns",
      "‖J‖",
      "bound",
      "share of the bound",
      "smallest singular value",
      "‖J‖ to the end",
      "product of norms to the end",
      "product of bounds to the end",
      "‖δ‖",
      "gain of δ",
      "largest possible gain",
      "error of J against finite steps",
      "error of backward() against z δᵀ",
    ],
    nets.flatMap(({ activation, net, layers }) =>
      layers.map((layer, index) => [
        activation,
        net + 1,
        index + 1,
        layer.rows,
        layer.columns,
        layer.largest,
        layer.bound,
        layer.largest / layer.bound,
        layer.smallest,
        layer.toTheEnd,
        productOf(layers.slice(index), largest),
        productOf(layers.slice(index), bound),
        layer.delta,
        layer.gain,
        layer.largestGain,
        layer.stepError,
        layer.gradientError,
      ]),
    ),
  );
}

async function measure(bench: Bench<JacobianSpectrumParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const core = coreOf(lab);
  const plan = parameters.activations.flatMap((activation) =>
    Array.from({ length: parameters.nets }, (_, net) => ({ activation, net })),
  );
  const total = plan.length + parameters.sizes.length;
  const nets: NetSpectrum[] = [];
  for (const [index, { activation, net }] of plan.entries()) {
    await progress(index, total, `${activation}, net ${net + 1}`);
    nets.push(measureNet(lab, core, parameters, { activation, net, seed: seed * plan.length + index }));
  }
  const gaussian = await measureGaussian({
    ...bench,
    progress: (done, _, label) => progress(plan.length + done, total, label),
  });
  await progress(total, total, "done");
  const small = measureSmall(bench);
  return {
    tables: [
      ...small.tables,
      table(
        "nets",
        ["activation", "net", "‖J‖ of the net", "product of the layers' norms", "product of the bounds"],
        nets.map(({ activation, net, layers, norm }) => [
          activation,
          net + 1,
          norm,
          productOf(layers, largest),
          productOf(layers, bound),
        ]),
      ),
      layersTable(nets),
      table(
        "directions through the first two layers",
        ["activation", "net", "direction", "singular value", "gain of a small step", "what it does"],
        nets.flatMap(({ activation, net, directions }) =>
          directions.map(({ singularValue, gain }, index) => [
            activation,
            net + 1,
            index + 1,
            singularValue,
            gain,
            gain > 1 ? "expands" : "shrinks",
          ]),
        ),
      ),
      ...gaussian.tables,
    ],
    measured: { ...measuredClaims(core, nets), ...small.measured, ...gaussian.measured },
  };
}

/** C6, C7, C8, C10: the Jacobians of a net, layer by layer and end to end. */
export const jacobianSpectrum: Experiment<JacobianSpectrumParameters> = {
  id: "jacobian-spectrum",
  title: "Jacobians and their singular values, layer by layer and end to end",
  question:
    "Every layer multiplies the error by a matrix. How much can that matrix stretch or shrink, how much does it, and does " +
    "multiplying what the layers can do say anything about the whole net?",
  claims: jacobianSpectrumClaims,
  parameters: jacobianSpectrumParameters,
  measure,
  figures: jacobianSpectrumFigures,
};
