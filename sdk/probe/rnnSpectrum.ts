import { GradiometerError } from "../core/errors.js";
import type { Engine } from "../nn/engine.js";
import type { ScanOp } from "../nn/ops/scan.js";
import type { RnnSpectrum, Sequence } from "../types.js";
import { measureProduct } from "./spectrumProduct.js";
import { stride } from "./spectrumValues.js";

/** The recurrent layer of an engine. */
export function scanOf({ graph }: Engine<"rnn", Sequence>): ScanOp {
  const op = graph.layers[0]!.ops[0]!;
  if (op.kind === "scan") return op;
  throw new Error("the first layer of a recurrent network is its recurrent one");
}

/**
 * The singular values of ∂s_t/∂s_{t−1} for every step of one sequence, and of their product ∂s_T/∂s_0, in float64 from the
 * float32 parameters and inputs; s is what a step hands on: h, whose ∂h_t/∂h_{t−1} is diag φ'(u_t) W_hᵀ. One pass; memory
 * does not grow with T but for the values themselves.
 *
 * @throws GradiometerError BAD_SHAPE when x is not exactly one sequence; BAD_OPTION, NOT_FINITE as `forward`.
 */
export function measureRnnSpectrum(engine: Engine<"rnn", Sequence>, x: Sequence): RnnSpectrum {
  const { batch, buffers } = engine.stageInput(x);
  if (batch !== 1) throw new GradiometerError("BAD_SHAPE", `x: expected one sequence, but got ${batch}`);
  const { core, parameters, time } = engine;
  const { arena, wasm } = core;
  const { cell, fanIn: inputs, fanOut: hidden } = scanOf(engine);
  const [columns, states] = [cell.gates.length * hidden, cell.states * hidden];
  const tensor = (name: string): number => parameters.at(parameters.layout.byName.get(name));
  const work = cell.workOf(hidden);
  return arena.scratch(8 * (inputs + columns + states + work), "float64 forward pass", (xt) => {
    const fed = xt + 8 * inputs;
    const state = fed + 8 * columns;
    const twin = cell.bind64({ core, state, work: state + 8 * states, tensor }, { inputs, hidden });
    /** Takes step `index` and writes its factor, transposed: [states, states]. */
    const write = (index: number, address: number): void => {
      wasm.widen(inputs, buffers.x + 4 * index * inputs, xt);
      wasm.affineForward64(1, inputs, columns, xt, tensor("input.weight"), tensor("recurrent.bias"), fed);
      twin.step(fed, address, stride(states));
    };
    const sizes = Array.from({ length: time + 1 }, () => states);
    const { factors, product } = measureProduct(core, { sizes, write }, true);
    return { perStep: factors, product: product.values, log10Product: product.log10 };
  });
}
