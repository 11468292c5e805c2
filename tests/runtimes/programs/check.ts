import { type ErrorCode, GradiometerError } from "gradiometer";

/** Throws unless both are the same JSON. */
export function same(actual: unknown, expected: unknown, what = "value"): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, but got ${got}`);
}

/** Throws unless |actual − expected| ≤ tolerance · |expected|. */
export function close(actual: number | undefined, expected: number, tolerance: number, what = "value"): void {
  if (actual === undefined || !(Math.abs(actual - expected) <= tolerance * Math.abs(expected)))
    throw new Error(`${what}: expected ${expected} within ${tolerance} of it, but got ${actual}`);
}

/** Throws unless `task` throws, or rejects with, an error of this code that names the argument. */
export async function refuses(code: ErrorCode, names: string, task: () => unknown): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (error instanceof GradiometerError && error.code === code && error.message.includes(names)) return;
    throw error;
  }
  throw new Error(`expected ${code} that names ${names}, but nothing was thrown`);
}
