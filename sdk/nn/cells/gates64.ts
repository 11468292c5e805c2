import type { Core } from "../../core/create.js";
import type { ResolvedActivation } from "../activation.js";

/** One gate's activations and slopes, [hidden] float64: views. */
export interface GateOf {
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

/**
 * At `work`: sums [gates · hidden] ← in place, then the values [gates · hidden] and the slopes [gates · hidden] of every gate.
 */
export function gateActivations64(
  { wasm }: Core,
  gates: readonly ResolvedActivation[],
  hidden: number,
  work: number,
): void {
  const block = 8 * hidden;
  const all = block * gates.length;
  gates.forEach(({ kind, alpha }, gate) => {
    const at = work + gate * block;
    wasm.activate64(kind, alpha, hidden, at, at + all, at + 2 * all);
  });
}

/** What `gateActivations64` left of one gate. */
export function gateOf(
  { arena }: Core,
  gates: readonly ResolvedActivation[],
  hidden: number,
  work: number,
  gate: number,
): GateOf {
  const all = 8 * hidden * gates.length;
  const at = work + all + 8 * hidden * gate;
  return { value: arena.f64(at, hidden), slope: arena.f64(at + all, hidden) };
}
