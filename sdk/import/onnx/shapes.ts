import { type Call, constant, integer, name, type Operator, signal, unsupported } from "./operator.js";
import { countOf, listOf, scalarOf, toFloats, type View } from "../view.js";
import { BATCH, DIRECTIONS, LAST, type Signal, after, TIME, UNITS, type Value } from "./values.js";

/** An end of a slice that is beyond every length. */
const BEYOND = 2 ** 30;

/** A copy with some entries in place of others. */
function spliced<T>(list: readonly T[], at: number, count: number, ...put: readonly T[]): T[] {
  return [...list.slice(0, at), ...put, ...list.slice(at + count)];
}

const passes: Operator = ({ inputs }) => [inputs[0] ?? { kind: "refused" }];

/** Axes counted from the front. @throws Unsupported */
function axesOf(call: Call, rank: number): number[] | null {
  const given = call.inputs[1] ? listOf(constant(call, 1)) : (call.node.attributes.get("axes")?.ints ?? []);
  if (given === null) throw unsupported("too many axes");
  return given.length === 0 ? null : given.map((axis) => (axis < 0 ? axis + rank : axis));
}

const isRow = ({ axes }: Signal): boolean => axes.every((label) => label !== TIME && label !== DIRECTIONS);

const flattened = (call: Call, input: Signal): Value => {
  if (!isRow(input)) throw unsupported("all steps of a sequence as one row");
  const step = { kind: "nothing" as const, ...name(call), why: "left out: rows are flat here" };
  return after(input, step, input.expression, { axes: [BATCH, UNITS], expression: "•" });
};

const flatten: Operator = (call) => {
  const input = signal(call);
  if (integer(call, "axis", 1) !== 1) throw unsupported("a flattening that joins the batch");
  return [flattened(call, input)];
};

const reshape: Operator = (call) => {
  const [first, shape] = call.inputs;
  const sizes = shape?.kind === "constant" ? listOf(shape.view) : null;
  if (first?.kind === "constant" && sizes) return [{ kind: "constant", view: reshaped(first.view, sizes) }];
  const input = signal(call);
  if (sizes ? sizes.length !== 2 || !(sizes[0]! <= 0 || sizes[1]! > 0) : shape?.kind !== "shape")
    throw unsupported("a reshape that is no flattening");
  return [flattened(call, input)];
};

function reshaped(view: View, sizes: readonly number[]): View {
  const count = countOf(view);
  const known = sizes.reduce((product, size) => (size > 0 ? product * size : product), 1);
  const dims = sizes.map((size, axis) => (size === -1 ? count / known : size === 0 ? (view.dims[axis] ?? 0) : size));
  if (countOf({ dims }) !== count || !dims.every((size) => Number.isSafeInteger(size) && size > 0))
    throw unsupported("a constant in a shape that it cannot have");
  if (view.strides.some((stride, axis) => stride !== strideOf(view.dims, axis)))
    throw unsupported("a transposed constant in another shape");
  return { ...view, dims, strides: dims.map((_, axis) => strideOf(dims, axis)) };
}

const strideOf = (dims: readonly number[], axis: number): number =>
  dims.slice(axis + 1).reduce((product, size) => product * size, 1);

const transpose: Operator = (call) => {
  const [input] = call.inputs;
  const axes = input?.kind === "constant" ? input.view.dims : signal(call).axes;
  const given = call.node.attributes.get("perm")?.ints ?? [];
  const order = given.length > 0 ? given : axes.map((_, axis) => axes.length - 1 - axis);
  if (order.length !== axes.length || [...order].sort((a, b) => a - b).some((axis, index) => axis !== index))
    throw unsupported("an order of axes that is none");
  if (input?.kind === "constant") {
    const { view } = input;
    return [
      {
        kind: "constant",
        view: {
          ...view,
          dims: order.map((axis) => view.dims[axis]!),
          strides: order.map((axis) => view.strides[axis]!),
        },
      },
    ];
  }
  const value = signal(call);
  return [{ ...value, axes: order.map((axis) => value.axes[axis]!) }];
};

const squeeze: Operator = (call) => {
  const [input] = call.inputs;
  if (input?.kind === "constant") {
    const gone = axesOf(call, input.view.dims.length);
    const keep = input.view.dims.map((size, axis) => (gone ? !gone.includes(axis) : size !== 1));
    return [
      {
        kind: "constant",
        view: {
          ...input.view,
          dims: input.view.dims.filter((_, axis) => keep[axis]),
          strides: input.view.strides.filter((_, axis) => keep[axis]),
        },
      },
    ];
  }
  const value = signal(call);
  const gone = axesOf(call, value.axes.length);
  const single = (label: string): boolean => label === DIRECTIONS || label === LAST;
  if (gone?.some((axis) => !single(value.axes[axis] ?? ""))) throw unsupported("an axis that is taken away");
  return [{ ...value, axes: value.axes.filter((label, axis) => (gone ? !gone.includes(axis) : !single(label))) }];
};

const unsqueeze: Operator = (call) => {
  const [input] = call.inputs;
  if (input?.kind !== "constant") throw unsupported("an axis that is added");
  const { view } = input;
  const added = axesOf(call, view.dims.length + 1);
  if (added?.length !== 1) throw unsupported("several axes that are added");
  return [
    {
      kind: "constant",
      view: { ...view, dims: spliced(view.dims, added[0]!, 0, 1), strides: spliced(view.strides, added[0]!, 0, 1) },
    },
  ];
};

const gather: Operator = (call) => {
  const [first, second] = call.inputs;
  if (first?.kind === "constant" && second?.kind === "signal") throw unsupported("an embedding");
  const value = signal(call);
  const index = constant(call, 1);
  const axis = integer(call, "axis", 0);
  const place = axis < 0 ? axis + value.axes.length : axis;
  const at = scalarOf(index);
  const label = value.axes[place];
  const last = label === TIME && at === -1;
  if (!last && !(label === DIRECTIONS && (at === 0 || at === -1)))
    throw unsupported(
      label === TIME ? "a step of the sequence that is not the last" : "a selection of some inputs or units",
    );
  const left = index.dims.length === 0 ? [] : [last ? LAST : DIRECTIONS];
  return [{ ...value, axes: spliced(value.axes, place, 1, ...left) }];
};

const slice: Operator = (call) => {
  const value = signal(call);
  const lists = [1, 2, 3, 4].map((index) => (call.inputs[index] ? listOf(constant(call, index)) : null));
  const [start, end, axis = 0, step = 1] = lists.map((list) => list?.[0]);
  const place = axis < 0 ? axis + value.axes.length : axis;
  if (
    lists[0]?.length !== 1 ||
    value.axes[place] !== TIME ||
    start !== -1 ||
    step !== 1 ||
    end === undefined ||
    end < BEYOND
  )
    throw unsupported("a part of the inputs, steps or units");
  return [{ ...value, axes: spliced(value.axes, place, 1, LAST) }];
};

const given: Operator = ({ node }) => {
  const value = node.attributes.get("value")?.t;
  if (value) return [{ kind: "constant", view: value }];
  const numbers = node.attributes.get("value_float")?.f ?? node.attributes.get("value_int")?.i;
  if (numbers !== undefined) return [{ kind: "constant", view: { dims: [], strides: [], read: () => numbers } }];
  const list = node.attributes.get("value_ints")?.ints ?? node.attributes.get("value_floats")?.floats;
  if (list) return [{ kind: "constant", view: { dims: [list.length], strides: [1], read: (place) => list[place]! } }];
  return [{ kind: "shape" }];
};

const filled: Operator = ({ node }) => {
  const value = node.attributes.get("value")?.t;
  return [value && toFloats(value).some((one) => one !== 0) ? { kind: "shape" } : { kind: "zeros" }];
};

/** Operators that move numbers, or make constants. */
export const shapes: Readonly<Record<string, Operator>> = {
  Identity: passes,
  Cast: passes,
  Flatten: flatten,
  Reshape: reshape,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Gather: gather,
  Slice: slice,
  Constant: given,
  ConstantOfShape: filled,
  Shape: () => [{ kind: "shape" }],
  Size: () => [{ kind: "shape" }],
};
