import { GradiometerError } from "../core/errors.js";
import { graphOf } from "../nn/kinds.js";
import type { Imported } from "./types.js";

/** A BAD_FILE error of a format: what is wrong with the file. */
export function bad(format: string, what: string, cause?: unknown): GradiometerError {
  return new GradiometerError("BAD_FILE", `${format} file: ${what}`, cause === undefined ? undefined : { cause });
}

/** Does the work; whatever a parser throws over a damaged file is BAD_FILE. */
export function guarded<T>(format: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof GradiometerError) throw cause;
    const { message } = cause as Error;
    throw bad(format, `it is damaged, or no such file: ${message}`, cause);
  }
}

/**
 * What was read of a file must be a network that can be made: its configuration is one, and its numbers are finite.
 *
 * @throws GradiometerError BAD_FILE
 */
export function checkImported(format: string, { kind, config, parameters }: Imported): void {
  if (kind === null) return;
  try {
    graphOf(kind, config);
  } catch (cause) {
    if (!(cause instanceof GradiometerError)) throw cause;
    throw bad(format, `no network can have what it says: ${cause.message}`, cause);
  }
  for (const [name, values] of Object.entries(parameters)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index < 0) continue;
    const where = `${name}: number ${index} of ${values.length} is ${String(values[index])}`;
    throw bad(format, `${where}; a net that diverged cannot be brought over`);
  }
}
