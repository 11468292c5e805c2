import type { Activation } from "../../types.js";
import { decimal } from "../decimal.js";
import { isLast } from "./dense.js";
import { type Expression, call as callOf } from "./expression.js";
import { type Call, constant, float, integer, name, type Operator, signal, unsupported, whole } from "./operator.js";
import { recognise } from "./patterns.js";
import { listOf, scalarOf, toFloats, type View } from "../view.js";
import { type Signal, after, together } from "./values.js";

/** The value of one more node of a chain: a step when the chain is recognised now, else the longer chain. */
function extended(call: Call, base: Signal, expression: Expression | null): Signal {
  if (expression === null) throw unsupported("a chain of nodes that is too long to be an activation or a norm");
  const found = recognise(expression);
  if (!found) return { ...base, expression, pending: base.pending || call.node.name };
  const step =
    found.kind === "norm"
      ? {
          ...found,
          epsilon: decimal(Math.fround(found.epsilon)),
          width: base.units,
          weight: null,
          bias: null,
          mean: null,
          variance: null,
        }
      : found;
  return after(base, { ...name(call), ...step }, expression);
}

/** An operator that is an activation. */
const activation =
  (of: (call: Call) => Activation): Operator =>
  (call) => {
    const input = signal(call);
    const { operator } = call.node;
    if (input.expression !== "•") return [extended(call, input, callOf(operator, [input.expression]))];
    return [
      after(
        input,
        { kind: "activation", ...name(call), activation: of(call) },
        { op: operator, parts: ["•"], size: 2 },
      ),
    ];
  };

/** An operator that is a part of others alone. */
const part: Operator = (call) => {
  const input = signal(call);
  return [extended(call, input, callOf(call.node.operator, [input.expression]))];
};

const isUnits = ({ dims }: View): boolean => dims.slice(0, -1).every((size) => size === 1);

/** Two values, or a value and a constant that is one number or one per unit. */
const binary: Operator = (call) => {
  const [first, second] = call.inputs;
  const { operator } = call.node;
  if (first?.kind === "signal" && second?.kind === "signal") {
    const both = together(first, second);
    const join =
      operator === "Add" ? "two branches are added (a residual connection)" : `two branches are joined by ${operator}`;
    if (!both) throw unsupported(join);
    const expression = callOf(operator, [both[0].expression, both[1].expression]);
    if (expression === null || hasLayer(expression)) throw unsupported(join);
    const [one, other] = both;
    return [extended(call, { ...one, pending: one.pending || other.pending }, expression)];
  }
  const at = first?.kind === "signal" ? 0 : 1;
  const input = signal(call, at);
  const view = constant(call, 1 - at);
  const one = scalarOf(view);
  if (one === null && !isUnits(view))
    throw unsupported(`${operator} with a constant of shape [${view.dims.join(", ")}]`);
  const other: Expression = one ?? { vector: call.vector() };
  const expression = callOf(operator, at === 0 ? [input.expression, other] : [other, input.expression]);
  if (input.expression !== "•") return [extended(call, input, expression)];
  const step = scaling(operator, at === 0, one ?? toFloats(view));
  if (!step || expression === null) return [extended(call, input, expression)];
  return [after(input, { kind: "scale", ...name(call), ...step }, expression)];
};

const LAYERS = ["Gemm", "MatMul", "BatchNormalization", "LayerNormalization", "RMSNormalization"];
const hasLayer = (expression: Expression): boolean =>
  typeof expression === "object" &&
  "op" in expression &&
  (LAYERS.includes(expression.op) || expression.parts.some(hasLayer));

type Numbers = number | Float32Array;
const mapped = (values: Numbers, f: (value: number) => number): Numbers =>
  typeof values === "number" ? f(values) : values.map(f);

/** value ∘ constant as scale · value + shift; null for what is no such thing: c/value, powers. */
function scaling(operator: string, valueFirst: boolean, by: Numbers): { scale: Numbers; shift: Numbers } | null {
  if (operator === "Add") return { scale: 1, shift: by };
  if (operator === "Mul") return { scale: by, shift: 0 };
  if (operator === "Sub") return valueFirst ? { scale: 1, shift: mapped(by, (c) => -c) } : { scale: -1, shift: by };
  if (operator === "Div" && valueFirst) return { scale: mapped(by, (c) => 1 / c), shift: 0 };
  return null;
}

const softmax: Operator = (call) => {
  const input = whole(call);
  if (!isLast(integer(call, "axis", call.opset < 13 ? 1 : -1), input))
    throw unsupported("a softmax over another axis than the last");
  return [after(input, { kind: "softmax", ...name(call) }, { op: "Softmax", parts: ["•"], size: 2 })];
};

const reduceMean: Operator = (call) => {
  const input = signal(call);
  const axes = call.inputs[1] ? listOf(constant(call, 1)) : (call.node.attributes.get("axes")?.ints ?? null);
  const [axis] = axes ?? [];
  if (axes?.length !== 1 || axis === undefined || !isLast(axis, input) || integer(call, "keepdims", 1) !== 1)
    throw unsupported("a mean over anything but the units of a row");
  return [extended(call, input, callOf("ReduceMean", [input.expression]))];
};

const dropout: Operator = (call) => {
  const input = whole(call);
  return [after(input, { kind: "nothing", ...name(call), why: "left out: dropout does nothing at inference" }, "•")];
};

const leaky = (call: Call): Activation => {
  const alpha = decimal(float(call, "alpha", 0.01));
  if (!(alpha >= 0 && alpha < 1)) throw unsupported(`a leaky ReLU with α = ${alpha}; 0 ≤ α < 1 is possible`);
  return alpha === 0.01 ? "leaky-relu" : { kind: "leaky-relu", alpha };
};

const plain = (value: Activation): Operator => activation(() => value);

/** Operators that work number by number, and what chains of them are made of. */
export const elementwise: Readonly<Record<string, Operator>> = {
  Relu: plain("relu"),
  Sigmoid: plain("sigmoid"),
  Tanh: plain("tanh"),
  Softplus: plain("softplus"),
  Softsign: plain("softsign"),
  LeakyRelu: activation(leaky),
  Elu: activation((call) => {
    const alpha = float(call, "alpha", 1);
    if (alpha !== 1) throw unsupported(`an ELU with α = ${alpha}; here α is 1`);
    return "elu";
  }),
  Selu: plain("selu"),
  Gelu: activation(({ node }) => {
    if (node.attributes.get("approximate")?.s === "tanh") throw unsupported("the tanh approximation of GELU");
    return "gelu";
  }),
  Swish: plain("silu"),
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Pow: binary,
  Erf: part,
  Abs: part,
  Sqrt: part,
  Reciprocal: part,
  ReduceMean: reduceMean,
  Softmax: softmax,
  LogSoftmax: softmax,
  Dropout: dropout,
};
