import { coreOf } from "../../../core/create.js";
import { elementAt } from "../../../core/element.js";
import { wide } from "../../../experiments/activationGallery/kernel.js";
import { activationNameOf, resolveActivation } from "../../../nn/activation.js";
import { VIEW_RANGES } from "../../state/state.js";
import type { Look } from "../../worker/protocol.js";
import type { Measured } from "../measures.js";
import type { ViewValues } from "../values.js";

/** A tenth apart, as the point moves. */
const [FROM, TO] = VIEW_RANGES.point;
export const POINTS = 10 * (TO - FROM) + 1;

/** φ and φ′ of the first layer's activation by the float64 kernel. */
export function measureGallery({ lab, net }: Measured, { options }: Look): ViewValues["gallery"] {
  const activation = elementAt(net.config.activation, 0);
  const x = Float64Array.from({ length: POINTS + 1 }, (_, i) => (i < POINTS ? (10 * FROM + i) / 10 : options.point));
  const { value, slope } = wide(coreOf(lab), activation, x);
  const curve = new Float64Array(3 * POINTS);
  for (let i = 0; i < POINTS; i++) curve.set([x[i]!, value[i]!, slope[i]!], 3 * i);
  return {
    activation: activationNameOf(activation),
    curve,
    at: [options.point, value[POINTS]!, slope[POINTS]!],
    steepest: resolveActivation(activation).maxSlope,
  };
}
