import type { Core } from "../../core/create.js";
import type { Init } from "../../types.js";
import type { ResolvedActivation } from "../activation.js";
import { initialise } from "../initialise.js";
import type { Bound, RowOp, Site, Site64, Twin } from "./op.js";

/** How a weight matrix is drawn. */
export interface Draw {
  readonly init: Init;
  readonly seed: number;
  /** Which matrix of the network it is: it chooses the stream of random numbers. */
  readonly index: number;
  /** The activation that follows. */
  readonly activation: ResolvedActivation;
}

/** u = x W + b. */
export interface AffineOp extends RowOp {
  readonly kind: "affine";
  readonly weight: string;
  readonly bias: string;
}

/** @param prefix of the tensors: `layers.0` names `layers.0.weight` and, with `bias`, `layers.0.bias`. */
export function affine(
  layer: number,
  prefix: string,
  { fanIn, fanOut, bias, draw }: { fanIn: number; fanOut: number; bias: boolean; draw: Draw },
): AffineOp {
  const names = { weight: `${prefix}.weight`, bias: `${prefix}.bias` };
  const weight = { name: names.weight, shape: [fanIn, fanOut] };
  return {
    kind: "affine",
    layer,
    fanIn,
    fanOut,
    ...names,
    tensors: bias ? [weight, { name: names.bias, shape: [fanOut] }] : [weight],
    statistics: [],
    buffers: [],
    initialise: (core: Core, tensor) => {
      initialise(draw.init, { core, ...draw, fanIn, fanOut, weight: tensor(names.weight), bias: tensor(names.bias) });
    },
    bind: (site) => bind(site, fanIn, fanOut, names),
    stateOf: () => 0,
    bind64: (site) => bind64(site, fanIn, fanOut, names),
  };
}

type Names = Pick<AffineOp, "weight" | "bias">;

function bind(site: Site, fanIn: number, fanOut: number, names: Names): Bound {
  const { core, input, output, outputGradient, inputGradient } = site;
  const { wasm, workspace } = core;
  const [weight, bias] = [site.tensor(names.weight), site.tensor(names.bias)];
  const [dw, db] = [site.gradient(names.weight), site.gradient(names.bias)];
  return {
    forward: (batch) => {
      wasm.affineForward(batch, fanIn, fanOut, input, weight, bias, output, workspace);
      return 0;
    },
    backward: (batch) => {
      // prettier-ignore
      wasm.denseBackward(batch, fanIn, fanOut, input, weight, outputGradient, dw, db, inputGradient, 0, 0, workspace);
    },
  };
}

function bind64({ core, grown, tensor }: Site64, fanIn: number, fanOut: number, names: Names): Twin {
  const { wasm } = core;
  const [weight, bias] = [tensor(names.weight), tensor(names.bias)];
  return {
    forward: (batch, input, output) => {
      const plain = grown.leaps === 0;
      wasm.affineForward64(batch, fanIn, fanOut, input, weight, plain ? bias : 0, output);
      if (!plain) for (let row = 0; row < batch; row++) grown.addBias(fanOut, bias, output + 8 * row * fanOut);
    },
    pull: (batch, above, below) => {
      wasm.affineBackward64(batch, fanIn, fanOut, weight, above, below);
    },
  };
}
