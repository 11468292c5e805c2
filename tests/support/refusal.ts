import { expect } from "vitest";

/** For `toThrow`: a GradiometerError with this code and a message that matches. */
export function refusal(code: string, message: RegExp): Error {
  const text: unknown = expect.stringMatching(message);
  return expect.objectContaining({ name: "GradiometerError", code, message: text }) as Error;
}
