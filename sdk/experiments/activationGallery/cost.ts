import { coreOf } from "../../core/create.js";
import { GradiometerError } from "../../core/errors.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { ACTIVATION_NAMES, resolveActivation } from "../../nn/activation.js";
import type { ActivationName, Gradiometer } from "../../types.js";

/** What an activation costs here and now. */
export interface ActivationCost {
  /** Which activation. */
  activation: ActivationName;
  /** Nanoseconds an element for φ alone. */
  value: number;
  /** Nanoseconds an element for φ and φ' in one pass, as training takes them. */
  both: number;
}

/** Fits in the first-level cache of any processor: what is measured is arithmetic, not memory. */
const ELEMENTS = 2048;
const TRIALS = 3;
const MILLISECONDS = 2;
/** Half a second's worth: a clock that has not moved by then stands still, as workerd's does inside a request. */
const MOST_CALLS = 200_000;

/**
 * Cost an element of each activation, the best of a few short trials on the clock of the platform: was e^x worth avoiding?
 * It depends on machine, engine and load, so no Result holds it.
 *
 * @throws GradiometerError UNSUPPORTED where the clock stands still.
 */
export function activationCosts(
  lab: Gradiometer,
  activations: readonly ActivationName[] = ACTIVATION_NAMES,
): ActivationCost[] {
  const core = coreOf(lab);
  const { arena, platform, wasm } = core;
  const u = normals(core, 0, streamOf(Purpose.Experiment, 0), ELEMENTS, 0, 1);
  return arena.scratch(12 * ELEMENTS, "activation", (at) => {
    arena.f32(at, ELEMENTS).set(u);
    const cost = (kind: number, alpha: number, slope: number): number => {
      let best = Infinity;
      for (let trial = 0; trial < TRIALS; trial++) {
        const start = platform.now();
        let calls = 0;
        let elapsed = 0;
        while (elapsed < MILLISECONDS) {
          for (let repeat = 0; repeat < 50; repeat++)
            wasm.activationForward(kind, alpha, ELEMENTS, at, at + 4 * ELEMENTS, slope);
          calls += 50;
          elapsed = platform.now() - start;
          if (elapsed === 0 && calls >= MOST_CALLS)
            throw new GradiometerError("UNSUPPORTED", "platform: expected a clock that moves, but it stands still");
        }
        best = Math.min(best, (elapsed * 1e6) / (calls * ELEMENTS));
      }
      return best;
    };
    return activations.map((activation) => {
      const { kind, alpha } = resolveActivation(activation);
      return { activation, value: cost(kind, alpha, 0), both: cost(kind, alpha, at + 8 * ELEMENTS) };
    });
  });
}
