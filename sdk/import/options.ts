import { checkKeys } from "../core/check.js";
import { checkLoss } from "../nn/loss.js";
import type { Loss } from "../types.js";

/** Checked options, with those of one reader beside `loss`. @throws GradiometerError BAD_OPTION */
export function checkOptions<Key extends string = never>(
  options: unknown,
  keys: readonly Key[] = [],
): { loss: Loss | undefined } & Partial<Record<Key, unknown>> {
  const given = checkKeys("options", options, ["loss", ...keys]);
  const { loss } = given;
  return { ...given, loss: loss === undefined ? undefined : checkLoss("options.loss", loss) } as never;
}
