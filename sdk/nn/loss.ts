import { LossKind } from "../../assembly/abi.js";
import { unknownWord } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Loss } from "../types.js";

/** The losses: the number by which the kernels know each, and what its targets must be. */
const LOSSES: Readonly<Record<Loss, { readonly kind: LossKind; readonly targets: string }>> = {
  "sum-squared-error": { kind: LossKind.SumSquaredError, targets: "finite numbers" },
  "mean-squared-error": { kind: LossKind.MeanSquaredError, targets: "finite numbers" },
  "cross-entropy": {
    kind: LossKind.CrossEntropy,
    targets: "rows of probabilities that sum to 1 (one-hot rows, not class indices)",
  },
  "binary-cross-entropy": { kind: LossKind.BinaryCrossEntropy, targets: "numbers from 0 to 1" },
};

/** The losses that networks can be trained with. */
export const LOSS_NAMES = Object.keys(LOSSES) as readonly Loss[];

/** @throws GradiometerError BAD_OPTION for what is no loss. */
export function checkLoss(name: string, loss: unknown): Loss {
  if (typeof loss === "string" && Object.hasOwn(LOSSES, loss)) return loss as Loss;
  throw unknownWord(name, loss, LOSS_NAMES);
}

/** The number by which the kernels know a loss. */
export function lossKind(loss: Loss): LossKind {
  return LOSSES[loss].kind;
}

/**
 * ∂L/∂output [batch, columns] in float64 at `to`, of float32 outputs and targets: where a probe's float64 pass begins.
 */
export function lossGradient64(
  { wasm }: Core,
  loss: Loss,
  batch: number,
  columns: number,
  { output, target, to }: { output: number; target: number; to: number },
): void {
  wasm.loss64(lossKind(loss), batch, columns, output, target, to);
}

/**
 * Holds the targets [batch, columns] at address `y` against what the loss is defined for.
 *
 * @throws GradiometerError NOT_FINITE or BAD_OPTION, naming the first row that is wrong.
 */
export function checkTargets(core: Core, loss: Loss, batch: number, columns: number, y: number): void {
  const { kind, targets } = LOSSES[loss];
  const bad = core.wasm.firstBadTarget(kind, batch, columns, y);
  if (bad < 0) return;
  const row = Array.from(core.arena.f32(y, batch * columns).subarray(bad * columns, (bad + 1) * columns));
  const code = row.every(Number.isFinite) ? "BAD_OPTION" : "NOT_FINITE";
  const shown = row.slice(0, 10).map(String).join(", ");
  const more = columns > 10 ? ", …" : "";
  throw new GradiometerError(code, `y: ${loss} expected ${targets}, but row ${bad} is [${shown}${more}]`);
}
