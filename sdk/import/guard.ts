import { GradiometerError } from "../core/errors.js";

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

/** @throws GradiometerError BAD_FILE for NaN and ±∞, which no network takes. */
export function checkFinite(format: string, parameters: Readonly<Record<string, Float32Array>>): void {
  for (const [name, values] of Object.entries(parameters)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0)
      throw bad(
        format,
        `${name}: number ${index} of ${values.length} is ${String(values[index])}; a net that diverged cannot be brought over`,
      );
  }
}
