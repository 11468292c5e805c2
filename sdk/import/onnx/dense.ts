import { decimal } from "../decimal.js";
import { matrix } from "../step.js";
import { constant, float, integer, name, type Operator, optional, perUnit, unsupported, whole } from "./operator.js";
import { scalarOf, toFloats, type View } from "../view.js";
import { type Signal, after, UNITS } from "./values.js";

/** [rows, columns] and its entries, of a matrix or its transpose. */
function matrixOf(
  view: View,
  transposed: boolean,
): { rows: number; columns: number; at: (i: number, j: number) => number } {
  const { dims, strides, read } = view;
  if (dims.length !== 2 || dims.includes(0)) throw unsupported("its weight is no matrix");
  const [a, b] = transposed ? [1, 0] : [0, 1];
  return { rows: dims[a]!, columns: dims[b]!, at: (i, j) => read(i * strides[a]! + j * strides[b]!) };
}

/** After a dense layer the last axis has its units. */
function afterDense({ axes }: Signal, units: number): Partial<Signal> {
  return { axes: [...axes.slice(0, -1), UNITS], units };
}

const gemm: Operator = (call) => {
  const input = whole(call);
  const [alpha, beta] = [decimal(float(call, "alpha", 1)), decimal(float(call, "beta", 1))];
  if (integer(call, "transA", 0) !== 0) throw unsupported("a product with the transpose of its input");
  if (input.axes.length !== 2) throw unsupported("a dense layer over an input that is no row");
  const { rows, columns, at } = matrixOf(constant(call, 1), integer(call, "transB", 0) !== 0);
  const weight = matrix(rows, columns, alpha === 1 ? at : (i, j) => alpha * at(i, j));
  const given = optional(call, 2);
  const one = given && scalarOf(given);
  const bias = typeof one === "number" ? new Float32Array(columns).fill(one) : perUnit(given, columns);
  if (bias && beta !== 1) bias.forEach((value, j) => (bias[j] = beta * value));
  const step = { kind: "affine" as const, ...name(call), fanIn: rows, fanOut: columns, weight, bias };
  return [after(input, step, { op: "Gemm", parts: ["•"], size: 2 }, afterDense(input, columns))];
};

const matMul: Operator = (call) => {
  if (call.inputs[0]?.kind === "constant") throw unsupported("a product with the weight on the left");
  if (call.inputs[1]?.kind === "signal") throw unsupported("a product of two values of the net, as attention has it");
  const input = whole(call);
  if (input.axes.length > 2 && input.axes.every((label) => label.startsWith("x")))
    throw unsupported("a dense layer over every step or place of the input");
  const { rows, columns, at } = matrixOf(constant(call, 1), false);
  const step = {
    kind: "affine" as const,
    ...name(call),
    fanIn: rows,
    fanOut: columns,
    weight: matrix(rows, columns, at),
    bias: null,
  };
  return [after(input, step, { op: "MatMul", parts: ["•"], size: 2 }, afterDense(input, columns))];
};

/** The last axis, by whatever number. */
export const isLast = (axis: number, { axes }: Signal): boolean => axis === -1 || axis === axes.length - 1;

const batchNormalization: Operator = (call) => {
  const input = whole(call);
  if (input.axes.length !== 2) throw unsupported("a batch norm over places, as convolutions have it");
  if (integer(call, "training_mode", 0) !== 0)
    throw unsupported("a batch norm in training mode: export the model in evaluation mode");
  const [weight, bias, mean, variance] = [1, 2, 3, 4].map((index) => toFloats(constant(call, index)));
  const width = mean!.length;
  if ([weight, bias, variance].some((one) => one!.length !== width))
    throw unsupported("a batch norm of tensors of different lengths");
  const momentum = decimal(1 - decimal(float(call, "momentum", 0.9)));
  const epsilon = decimal(float(call, "epsilon", 1e-5));
  const norm = {
    norm: "batch" as const,
    width,
    epsilon,
    momentum: Number(momentum.toPrecision(7)),
    weight: weight!,
    bias: bias!,
    mean: mean!,
    variance: variance!,
  };
  return [after(input, { kind: "norm", ...name(call), ...norm }, { op: "BatchNormalization", parts: ["•"], size: 2 })];
};

const rowNorm =
  (norm: "layer" | "rms"): Operator =>
  (call) => {
    const input = whole(call);
    if (!isLast(integer(call, "axis", -1), input)) throw unsupported("a norm over more than the units of a row");
    const weight = toFloats(constant(call, 1));
    const bias = norm === "layer" ? perUnit(optional(call, 2), weight.length) : null;
    const epsilon = decimal(float(call, "epsilon", 1e-5));
    const step = {
      kind: "norm" as const,
      ...name(call),
      norm,
      width: weight.length,
      epsilon,
      weight,
      bias,
      mean: null,
      variance: null,
    };
    return [after(input, step, { op: call.node.operator, parts: ["•"], size: 2 })];
  };

/** Dense layers and norms that have an operator of their own. */
export const dense: Readonly<Record<string, Operator>> = {
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: batchNormalization,
  LayerNormalization: rowNorm("layer"),
  RMSNormalization: rowNorm("rms"),
};
