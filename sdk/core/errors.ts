/** What went wrong, as a word that programs can test. */
export type ErrorCode =
  "BAD_OPTION" | "BAD_SHAPE" | "NOT_FINITE" | "OUT_OF_MEMORY" | "DISPOSED" | "UNSUPPORTED" | "BAD_FILE" | "ABORTED";

const NAME = "GradiometerError";

/** Marks the errors of every copy of the package, so that `instanceof` knows those of another one, too. */
const BRAND = Symbol.for("gradiometer.error");

/**
 * The one error class. The message names the argument, what was expected and what came; after it all is as it was.
 *
 * `structuredClone`, and so `postMessage`, makes a plain `Error` of it, with the message alone: no engine keeps more of an error.
 * Post `error.toJSON()` instead, which is { name, code, message }.
 */
export class GradiometerError extends Error {
  /** What went wrong. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    // Not assigned: where Error.prototype is frozen, its name cannot be hidden by an assignment.
    Object.defineProperty(this, "name", { value: NAME, configurable: true, writable: true });
    Object.defineProperty(this, BRAND, { value: true });
    this.code = code;
  }

  /** What JSON and a message to another thread can hold of it. */
  toJSON(): { name: string; code: ErrorCode; message: string } {
    return { name: NAME, code: this.code, message: this.message };
  }

  /** Whether it is one, of this copy of the package, of another one or of another realm. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
