import type { Core } from "../../core/create.js";
import { resolveActivation } from "../../nn/activation.js";
import type { Activation } from "../../types.js";

/** φ and φ' of the same inputs. */
export interface Pair<A> {
  readonly value: A;
  readonly slope: A;
}

/** φ(u) and φ'(u) by the kernel that the networks use; copies. */
export function narrow(core: Core, activation: Activation, u: Float32Array): Pair<Float32Array> {
  const { arena, wasm } = core;
  const { kind, alpha } = resolveActivation(activation);
  return arena.scratch(12 * u.length, "activation", (at) => {
    const [value, slope] = [at + 4 * u.length, at + 8 * u.length];
    arena.f32(at, u.length).set(u);
    wasm.activationForward(kind, alpha, u.length, at, value, slope);
    return { value: arena.f32(value, u.length).slice(), slope: arena.f32(slope, u.length).slice() };
  });
}

/** The same by the float64 kernel of the probes. */
export function wide(core: Core, activation: Activation, u: Float64Array): Pair<Float64Array> {
  const { arena, wasm } = core;
  const { kind, alpha } = resolveActivation(activation);
  return arena.scratch(24 * u.length, "activation", (at) => {
    const [value, slope] = [at + 8 * u.length, at + 16 * u.length];
    arena.f64(at, u.length).set(u);
    wasm.activate64(kind, alpha, u.length, at, value, slope);
    return { value: arena.f64(value, u.length).slice(), slope: arena.f64(slope, u.length).slice() };
  });
}

/** `points` numbers from `from` to `to`, both among them, each as float32. */
export function gridOf(from: number, to: number, points: number): Float32Array {
  return Float32Array.from({ length: points }, (_, index) => from + ((to - from) * index) / (points - 1));
}
