import { refusal, type Step } from "../step.js";
import type { Refusal } from "../types.js";
import { dense } from "./dense.js";
import { elementwise } from "./elementwise.js";
import { type Operator, Unsupported } from "./operator.js";
import type { Model, Node } from "./proto.js";
import { recurrent } from "./recurrent.js";
import { shapes } from "./shapes.js";
import { DIRECTIONS, stepsOf, TIME, type Signal, type Value } from "./values.js";

const OPERATORS: Readonly<Record<string, Operator>> = { ...dense, ...elementwise, ...recurrent, ...shapes };

/** Operators that people know by another word. */
const WORDS: Readonly<Record<string, string>> = {
  Conv: "a convolution",
  ConvTranspose: "a convolution",
  MaxPool: "a pooling layer",
  AveragePool: "a pooling layer",
  GlobalAveragePool: "a pooling layer",
  Attention: "attention",
  MultiHeadAttention: "attention",
  Concat: "branches that are joined",
  InstanceNormalization: "a norm over places",
  GroupNormalization: "a norm over groups",
  If: "control flow",
  Loop: "control flow",
  Scan: "control flow",
  QuantizeLinear: "quantised numbers",
  DequantizeLinear: "quantised numbers",
  DynamicQuantizeLinear: "quantised numbers",
  MatMulInteger: "quantised numbers",
};

/** What the nodes of a graph come to. */
export interface Walked {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
  readonly refused: readonly Refusal[];
}

const known = ({ operator, domain }: Node): Operator | undefined =>
  (domain === "" || domain === "ai.onnx") && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;

const isFixed = (value: Value | undefined): boolean =>
  value === undefined || value.kind === "constant" || value.kind === "shape" || value.kind === "zeros";

/** What is computed of constants and shapes alone; undefined when the node's own operator says it. */
function fixed({ operator }: Node, inputs: readonly (Value | undefined)[]): Value | undefined {
  const constants = inputs.every((value) => value === undefined || value.kind === "constant");
  if (
    operator === "ConstantOfShape" ||
    operator === "Constant" ||
    (constants &&
      Object.hasOwn(shapes, operator) &&
      operator !== "Gather" &&
      operator !== "Slice" &&
      operator !== "Flatten")
  )
    return undefined;
  return inputs.some((value) => value?.kind === "zeros") && operator !== "Shape"
    ? { kind: "zeros" }
    : { kind: "shape" };
}

/** Walks the nodes, which ONNX has in the order in which they can be computed, from the input to the first output. */
export function walk(model: Model): Walked {
  const refused: Refusal[] = [];
  const values = new Map<string, Value>();
  for (const [name, view] of model.initializers) values.set(name, { kind: "constant", view });
  const [input, ...others] = model.inputs.filter(({ name }) => !model.initializers.has(name));
  if (!input) refused.push(refusal("the graph", "graph", "it has no input"));
  else values.set(input.name, inputOf(input.sizes));
  for (const { name } of others) {
    refused.push(refusal(name, "input", "a second input"));
    values.set(name, { kind: "refused" });
  }
  let vectors = 0;
  for (const node of model.nodes) {
    const inputs = node.inputs.map((name) =>
      name === "" ? undefined : (values.get(name) ?? ({ kind: "refused" } as const)),
    );
    const put = (outputs: readonly Value[]): void =>
      node.outputs.forEach((name, index) => values.set(name, outputs[index] ?? { kind: "refused" }));
    const value = inputs.every(isFixed) ? fixed(node, inputs) : undefined;
    if (value) {
      put([value]);
      continue;
    }
    const operator = known(node);
    const broken = inputs.some((one) => one?.kind === "refused") && node.operator !== "Shape";
    if (operator && broken) {
      put([]);
      continue;
    }
    try {
      if (!operator)
        throw new Unsupported(
          Object.hasOwn(WORDS, node.operator) ? WORDS[node.operator] : `the operator ${node.operator}`,
        );
      put(operator({ node, inputs, opset: model.opset, vector: () => vectors++ }));
    } catch (thrown) {
      if (!(thrown instanceof Unsupported)) throw thrown;
      refused.push(refusal(node.name, node.operator, thrown.message));
      put([]);
    }
  }
  return { ...ending(model, values, refused), refused };
}

const inputOf = (sizes: readonly (number | null)[]): Signal => ({
  kind: "signal",
  at: { depth: 0, before: null, step: null, expression: "•" },
  expression: "•",
  axes: sizes.map((_, axis) => `x${axis}`),
  units: sizes.at(-1) ?? null,
  pending: "",
});

/** The steps to the first output. */
function ending(model: Model, values: ReadonlyMap<string, Value>, refused: Refusal[]): Omit<Walked, "refused"> {
  const [name = "the output", ...others] = model.outputs;
  const notes =
    others.length > 0
      ? [`the model has ${others.length + 1} outputs; ${JSON.stringify(name)} is the one that was followed`]
      : [];
  const value = values.get(name);
  if (value?.kind !== "signal") {
    if (refused.length === 0) refused.push(refusal(name, "output", "it is not computed from the input"));
    return { steps: [], notes };
  }
  if (value.expression !== "•") {
    refused.push(refusal(value.pending, "chain", "its nodes are no activation and no norm of this package"));
    return { steps: [], notes };
  }
  if (value.axes.includes(TIME) || value.axes.includes(DIRECTIONS))
    notes.push("the model puts out every step; here the output is that of the last one");
  return { steps: stepsOf(value.at), notes };
}
