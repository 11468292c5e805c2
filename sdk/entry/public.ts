/** The names that every entry with a `load` shares. */
export { GradiometerError, type ErrorCode } from "../core/errors.js";
export type * from "../types.js";
