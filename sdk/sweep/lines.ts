/** The lines of a study's file: which belong to it, and that two runs of one job agree. */
import { GradiometerError } from "../core/errors.js";
import type { ResultLine } from "./types.js";

const bad = (why: string): GradiometerError => new GradiometerError("BAD_FILE", why);

/** The key of a line, without reading the rest of it. null where it does not begin as one. */
export const keyOfLine = (line: string): string | null => /^\{"key":"([0-9a-f]{64})",/.exec(line)?.[1] ?? null;

/**
 * A line as it was written. @throws GradiometerError BAD_FILE when it is none, with `where` before it.
 */
export function parseLine(line: string, where: string): ResultLine {
  let found: Partial<ResultLine> | null;
  try {
    found = JSON.parse(line) as Partial<ResultLine> | null;
  } catch {
    found = null;
  }
  const { key, point, seed, values, hash } = found ?? {};
  const right =
    typeof key === "string" &&
    keyOfLine(line) === key &&
    typeof point === "object" &&
    typeof seed === "number" &&
    typeof values === "object" &&
    typeof hash === "string";
  if (!right) throw bad(`${where}: expected a line of a sweep, { key, point, seed, values, hash }`);
  return found as ResultLine;
}

/** That two runs of one job differ: one of two machines is wrong. */
export const difference = (key: string, one: string, other: string): GradiometerError =>
  bad(
    `job ${key}: ${one} and ${other} disagree about the same job, which has the same result on every machine; ` +
      "run it a third time to learn which of them is wrong",
  );
