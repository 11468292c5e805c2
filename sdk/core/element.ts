/**
 * array[index], where the caller knows that there is one: a slip is an error at its place, and not an `undefined` that
 * becomes a NaN further on. Not for typed arrays in a loop over their elements, see eslint.config.mjs.
 *
 * @throws RangeError when there is none.
 */
export function elementAt<T>(array: ArrayLike<T>, index: number): T {
  if (Number.isInteger(index) && index >= 0 && index < array.length) return array[index] as T;
  throw new RangeError(`index: expected an integer from 0 to ${array.length - 1}, but got ${index}`);
}

/** The last element. @throws RangeError when there is none */
export function lastOf<T>(array: ArrayLike<T>): T {
  if (array.length > 0) return array[array.length - 1] as T;
  throw new RangeError("expected at least one element, but got none");
}
