/** A tensor that is read where it lies: element i of the flat file is `read(i)`. */
export interface View {
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  /** The element at a flat place of the file's own order. */
  readonly read: (place: number) => number;
}

/** Axes of a tensor at most. */
export const MOST_DIMENSIONS = 8;

/** Row-major strides. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = dims.map(() => 1);
  for (let axis = dims.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * dims[axis + 1]!;
  return strides;
}

export const countOf = ({ dims }: Pick<View, "dims">): number => dims.reduce((product, size) => product * size, 1);

/** Every number in the view's own order. */
export function toFloats(view: View): Float32Array {
  const count = countOf(view);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = view.read(placeOf(view, i));
  return values;
}

/** Where the i-th element, counted row by row, stands in the file. */
function placeOf({ dims, strides }: View, index: number): number {
  let [rest, place] = [index, 0];
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    place += (rest % dims[axis]!) * strides[axis]!;
    rest = Math.floor(rest / dims[axis]!);
  }
  return place;
}

/** The few numbers of a constant that says a shape, an axis or a scale. */
export const listOf = (view: View): number[] | null =>
  countOf(view) <= MOST_LISTED ? Array.from(toFloats(view)) : null;
const MOST_LISTED = 64;

/** The one number of a constant that has one. */
export const scalarOf = (view: View): number | null => (countOf(view) === 1 ? view.read(placeOf(view, 0)) : null);
