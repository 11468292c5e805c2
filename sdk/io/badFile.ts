import { show } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";

/** A BAD_FILE error: which part of the file, what was expected there and what came. */
export function badFile(part: string, expected: string, came: unknown, cause?: unknown): GradiometerError {
  const message = `file: ${part}: expected ${expected}, but got ${show(came)}`;
  return new GradiometerError("BAD_FILE", message, cause === undefined ? undefined : { cause });
}
