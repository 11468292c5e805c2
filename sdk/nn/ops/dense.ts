import type { AffineOp } from "./affine.js";
import type { ElementwiseOp } from "./elementwise.js";
import type { Bound, Site } from "./op.js";

/** An affine op and the activation behind it in one call: u is written where z will be, and read while it is in the cache. */
export function denseForward(
  affine: AffineOp,
  at: Site,
  { activation: { kind, alpha }, keepsSlopes }: ElementwiseOp,
  behind: Site,
): Bound["forward"] {
  const { fanIn, fanOut } = affine;
  const { wasm, workspace } = at.core;
  const { input } = at;
  const { output } = behind;
  const [weight, bias] = [at.tensor(affine.weight), at.tensor(affine.bias)];
  const slope = behind.training && keepsSlopes ? behind.buffer("slope") : 0;
  return (batch) => wasm.denseForward(batch, fanIn, fanOut, input, weight, bias, kind, alpha, output, slope, workspace);
}

/** The backward pass of an affine op and of the activation below it in one call: slopes become δ, plus what a skip brings. */
export function denseBackward(affine: AffineOp, at: Site, below: Site): Bound["backward"] {
  const { fanIn, fanOut } = affine;
  const { wasm, workspace } = at.core;
  const { input, outputGradient, inputGradient } = at;
  const weight = at.tensor(affine.weight);
  const [dw, db] = [at.gradient(affine.weight), at.gradient(affine.bias)];
  const { carried } = below;
  const slope = below.buffer("slope");
  return (batch) => {
    // prettier-ignore
    wasm.denseBackward(batch, fanIn, fanOut, input, weight, outputGradient, dw, db, inputGradient, slope, carried, workspace);
  };
}
