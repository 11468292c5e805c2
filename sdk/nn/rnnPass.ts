import { ActivationKind } from "../../assembly/abi.js";
import type { Core } from "../core/create.js";
import type { Loss, NormalisedRnnConfig } from "../types.js";
import type { ResolvedActivation } from "./activation.js";
import { lossKind } from "./loss.js";
import type { Block } from "./parameters.js";

/** One number for each of RNN_TENSORS: an address, 0 where the network has no such tensor. */
export type RnnAddresses = readonly [
  input: number,
  recurrent: number,
  bias: number,
  readout: number,
  readoutBias: number,
];

/** What the passes need to know of a recurrent network. */
export interface RnnModel {
  readonly core: Core;
  readonly config: NormalisedRnnConfig;
  readonly activation: ResolvedActivation;
  readonly parameters: Block;
  /** Of the same layout, so that a gradient stands as far from its parameter as the blocks are apart. */
  readonly gradients: Block;
  readonly weights: RnnAddresses;
}

/** Everything that the passes write: addresses, with room for `rows` = time · batch steps of `batch` sequences. */
export interface RnnBuffers {
  readonly rows: number;
  readonly batch: number;
  /** [time, batch, inputs]. */
  readonly x: number;
  /** [time, batch, hidden], from h_1 on. */
  readonly h: number;
  /** φ'(u), [time, batch, hidden], which the backward pass turns into δ in place. */
  readonly slope: number;
  /** ∂J/∂h of one step, on its way back, [batch, hidden]. */
  readonly dh: number;
  readonly y: number;
  /** The readout of the last step, [batch, outputs], and ∂L/∂ it; 0 without a readout. */
  readonly output: number;
  readonly dOutput: number;
  release(): void;
}

/** Allocates buffers, all or none. @throws GradiometerError OUT_OF_MEMORY */
export function rnnBuffers({ arena }: Core, config: NormalisedRnnConfig, rows: number, batch: number): RnnBuffers {
  const { inputs, hidden, outputs = 0 } = config;
  const blocks: number[] = [];
  const release = (): void => {
    for (const address of blocks.splice(0)) arena.release(address);
  };
  const block = (count: number, columns: number): number => {
    const address = columns && arena.allocate(4 * count * columns, `buffers of ${rows} steps in all`);
    blocks.push(address);
    return address;
  };
  try {
    return {
      rows,
      batch,
      x: block(rows, inputs),
      h: block(rows, hidden),
      slope: block(rows, hidden),
      dh: block(batch, hidden),
      y: block(batch, outputs || hidden),
      output: block(batch, outputs),
      dOutput: block(batch, outputs),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** What looks at the steps, counted from 0, on the way forward: at u_t, before h_t = φ(u_t) overwrites it. */
export interface StepObserver {
  preactivation(step: number, u: number): void;
}

/**
 * What looks at the steps on the way back: at ∂J/∂h_t and φ'(u_t), before δ_t = ∂J/∂h_t ⊙ φ'(u_t) overwrites the slope.
 * `transposed` is W_hᵀ, [hidden, hidden].
 */
export interface BackwardStepObserver {
  hidden(step: number, gradient: number, slope: number, transposed: number): void;
}

/**
 * h_t = φ(x_t W_x + b + h_{t−1} W_h), h_0 = 0, and the readout of the last step; with `slopes` φ'(u_t) beside h_t. What of u
 * does not depend on h is one product over all steps. A readout of no units writes nothing.
 *
 * @returns with `slopes` 0 when a u of any step is NaN or infinite, else 1 when a readout is, else −1.
 */
export function rnnForward(
  model: RnnModel,
  buffers: RnnBuffers,
  time: number,
  batch: number,
  slopes: boolean,
  observer?: StepObserver,
): number {
  const { core, config, activation, weights } = model;
  const { inputs, hidden, outputs = 0 } = config;
  const { wasm, workspace } = core;
  const { kind, alpha } = activation;
  const { x, output, slope } = buffers;
  const [input, recurrent, bias, readout, readoutBias] = weights;
  const count = batch * hidden;
  const row = 4 * hidden;
  let { h } = buffers;
  wasm.affineForward(time * batch, inputs, hidden, x, input, bias, h, workspace);
  let nonFinite = 0;
  for (let step = 0; step < time; step++) {
    if (step > 0) {
      const last = h;
      h += 4 * count;
      wasm.gemm(batch, hidden, hidden, last, row, recurrent, row, h, row, h, row, workspace);
    }
    observer?.preactivation(step, h);
    nonFinite |= wasm.activationForward(kind, alpha, count, h, h, slopes ? slope + 4 * count * step : 0);
  }
  wasm.affineForward(batch, hidden, outputs, h, readout, readoutBias, output, workspace);
  const readoutNonFinite = wasm.activationForward(ActivationKind.Linear, 1, batch * outputs, output, output, 0);
  return nonFinite ? 0 : readoutNonFinite || -1;
}

/**
 * The loss of the last step that a training pass left in `buffers`, and the gradients of all parameters: δ_t =
 * (δ_{t+1} W_hᵀ) ⊙ φ'(u_t) back through the steps, then each parameter's gradient as one product over all of them.
 * Afterwards `buffers.slope` holds δ.
 */
export function rnnBackward(
  model: RnnModel,
  buffers: RnnBuffers,
  time: number,
  batch: number,
  loss: Loss,
  observer?: BackwardStepObserver,
): number {
  const { core, config, parameters, gradients, weights } = model;
  const { inputs, hidden, outputs = 0 } = config;
  const { wasm, workspace } = core;
  const { x, y, h, dh, slope, output, dOutput } = buffers;
  const [input, recurrent, bias, readout, readoutBias] = weights;
  const apart = gradients.address - parameters.address;
  const row = 4 * hidden;
  const size = row * batch;
  const last = h + size * (time - 1);
  const out = 4 * outputs;
  const value = outputs
    ? wasm.loss(lossKind(loss), batch, outputs, output, y, dOutput)
    : wasm.loss(lossKind(loss), batch, hidden, last, y, dh);
  if (outputs) {
    wasm.gemmTransposedA(hidden, outputs, batch, last, row, dOutput, out, 0, 0, readout + apart, out, workspace);
    if (readoutBias) wasm.columnSums(batch, outputs, dOutput, readoutBias + apart);
    wasm.gemmTransposedB(batch, hidden, outputs, dOutput, out, readout, out, 0, 0, dh, row, workspace);
  }
  // With W_hᵀ each step's product reads rows: for one sequence that is three times as fast. It stands where its gradient
  // will, for as long as there is none.
  const transposed = recurrent + apart;
  wasm.transpose(hidden, hidden, recurrent, transposed);
  for (let step = time - 1; step >= 0; step--) {
    const delta = slope + size * step;
    observer?.hidden(step, dh, delta, transposed);
    wasm.activationBackward(batch * hidden, dh, delta, 0, delta);
    if (step > 0) wasm.gemm(batch, hidden, hidden, delta, row, transposed, row, 0, 0, dh, row, workspace);
  }
  const rows = time * batch;
  wasm.gemmTransposedA(inputs, hidden, rows, x, 4 * inputs, slope, row, 0, 0, input + apart, row, workspace);
  // h_0 = 0 adds nothing: h_1 … h_{T−1} stand against δ_2 … δ_T.
  wasm.gemmTransposedA(
    hidden,
    hidden,
    rows - batch,
    h,
    row,
    slope + size,
    row,
    0,
    0,
    recurrent + apart,
    row,
    workspace,
  );
  if (bias) wasm.columnSums(rows, hidden, slope, bias + apart);
  return value;
}
