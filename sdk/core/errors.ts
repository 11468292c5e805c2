/** What went wrong, as a word that programs can test. */
export type ErrorCode =
  "BAD_OPTION" | "BAD_SHAPE" | "NOT_FINITE" | "OUT_OF_MEMORY" | "DISPOSED" | "UNSUPPORTED" | "BAD_FILE" | "ABORTED";

/** The one error class. The message names the argument, what was expected and what came; after it all is as it was. */
export class GradiometerError extends Error {
  /** What went wrong. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "GradiometerError";
    this.code = code;
  }
}
