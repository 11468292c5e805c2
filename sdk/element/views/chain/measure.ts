import { engineOf } from "../../../nn/engine.js";
import { measureErrorShares } from "../../../probe/errorShares.js";
import type { Measured } from "../measures.js";

/** By what ‖δ‖ is multiplied on its way down. */
export const measureChain = ({ net, x, y, loss }: Measured): Float64Array =>
  measureErrorShares(engineOf(net), x, y, loss);
