import { ActivationKind } from "../../../assembly/abi.js";
import type { ResolvedActivation } from "../activation.js";
import { type Bound, NOTHING, type RowOp, type Site, type Site64, type Twin } from "./op.js";

/** z = φ(u), number by number; φ'(u) is kept, and the backward pass turns it into δ in place. */
export interface ElementwiseOp extends RowOp {
  readonly kind: "elementwise";
  readonly activation: ResolvedActivation;
  /** A linear output keeps no slopes: its δ is the gradient of the loss. */
  readonly keepsSlopes: boolean;
}

export function elementwise(
  layer: number,
  { columns, activation, last }: { columns: number; activation: ResolvedActivation; last: boolean },
): ElementwiseOp {
  const keepsSlopes = !(last && activation.kind === ActivationKind.Linear);
  return {
    kind: "elementwise",
    layer,
    fanIn: columns,
    fanOut: columns,
    activation,
    keepsSlopes,
    ...NOTHING,
    buffers: [{ name: "slope", columns, extent: "batch", training: true }],
    bind: (site) => bind(site, columns, activation, keepsSlopes),
    stateOf: (batch) => batch * columns,
    bind64: (site) => bind64(site, columns, activation),
  };
}

function bind(site: Site, columns: number, { kind, alpha }: ResolvedActivation, keepsSlopes: boolean): Bound {
  const { core, training, input, output, outputGradient, inputGradient, carried } = site;
  const { wasm } = core;
  const slope = training && keepsSlopes ? site.buffer("slope") : 0;
  return {
    forward: (batch) => wasm.activationForward(kind, alpha, batch * columns, input, output, slope),
    backward: (batch) => {
      if (keepsSlopes) wasm.activationBackward(batch * columns, outputGradient, slope, carried, inputGradient);
    },
  };
}

function bind64({ core, grown, state }: Site64, columns: number, activation: ResolvedActivation): Twin {
  return {
    forward: (batch, input, output) => {
      grown.activate(activation, batch * columns, input, output, state);
    },
    pull: (batch, above, below) => {
      core.wasm.activationBackward64(batch * columns, 1, above, state, 0, below);
    },
  };
}
