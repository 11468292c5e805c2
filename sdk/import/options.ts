import { checkKeys } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { checkLoss } from "../nn/loss.js";
import { prepareOptimizer } from "../nn/optimizer.js";
import type { Loss, Optimizer } from "../types.js";

/** Checked options, with those of one reader beside `loss`. @throws GradiometerError BAD_OPTION */
export function checkOptions<Key extends string = never>(
  options: unknown,
  keys: readonly Key[] = [],
): { loss: Loss | undefined } & Partial<Record<Key, unknown>> {
  const given = checkKeys("options", options, ["loss", ...keys]);
  const { loss } = given;
  return { ...given, loss: loss === undefined ? undefined : checkLoss("options.loss", loss) } as never;
}

/** Whether a training takes it: what a file says may be anything. */
export function isOptimizer(found: object): found is Optimizer {
  try {
    prepareOptimizer(found);
    return true;
  } catch (thrown) {
    if (thrown instanceof GradiometerError) return false;
    throw thrown;
  }
}
