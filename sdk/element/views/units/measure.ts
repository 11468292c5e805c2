import { engineOf } from "../../../nn/engine.js";
import { measureUnitStates } from "../../../probe/unitStates.js";
import type { Measured } from "../measures.js";

/** What every unit is on the rows that are looked at. */
export const measureUnits = ({ net, x }: Measured): Uint8Array[] => measureUnitStates(engineOf(net), x);
