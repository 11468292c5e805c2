import { GradiometerError } from "../../core/errors.js";
import { activationNameOf, resolveActivation } from "../../nn/activation.js";
import type { Activation, ActivationName } from "../../types.js";
import type { Attribute, GraphWriter } from "./model.js";

/** Nodes that compute an activation of a value; the result's name. */
type Nodes = (graph: GraphWriter, value: string, alpha: number) => string;

const plain =
  (operator: string): Nodes =>
  (graph, value) =>
    graph.node(operator, [value]);

/** Every activation in operators of opset 17, which has no Gelu and no Swish. */
const ACTIVATIONS: Readonly<Record<ActivationName, Nodes>> = {
  linear: (_graph, value) => value,
  sigmoid: plain("Sigmoid"),
  tanh: plain("Tanh"),
  relu: plain("Relu"),
  "leaky-relu": (graph, value, alpha) => graph.node("LeakyRelu", [value], { alpha: { float: alpha } }),
  elu: plain("Elu"),
  selu: plain("Selu"),
  // u/2 · (1 + erf(u/√2))
  gelu: (graph, value) => {
    const scaled = graph.node("Div", [value, graph.constant("sqrt2", Math.SQRT2)]);
    const sum = graph.node("Add", [graph.node("Erf", [scaled]), graph.constant("one", 1)]);
    return graph.node("Mul", [graph.node("Mul", [value, sum]), graph.constant("half", 0.5)]);
  },
  silu: (graph, value) => graph.node("Mul", [value, graph.node("Sigmoid", [value])]),
  softplus: plain("Softplus"),
  softsign: plain("Softsign"),
};

/** φ of a value. */
export function writeActivation(graph: GraphWriter, activation: Activation, value: string): string {
  return ACTIVATIONS[activationNameOf(activation)](graph, value, resolveActivation(activation).alpha);
}

/** What the operator RNN calls them; null for those that it does not have. */
const IN_RNN: Readonly<Record<ActivationName, string | null>> = {
  linear: "Affine",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  relu: "Relu",
  "leaky-relu": "LeakyRelu",
  elu: "Elu",
  selu: null,
  gelu: null,
  silu: null,
  softplus: "Softplus",
  softsign: "Softsign",
};

/** Attributes of the operator RNN for φ of a simple cell. @throws GradiometerError UNSUPPORTED for those that it does not have */
export function rnnActivation(activation: Activation): Readonly<Record<string, Attribute>> {
  const name = activationNameOf(activation);
  const word = IN_RNN[name];
  if (word === null) throw new GradiometerError("UNSUPPORTED", `writeOnnx: ONNX has no recurrent layer with "${name}"`);
  const activations = { activations: { strings: [word] } };
  if (name === "linear") return { ...activations, activation_alpha: { floats: [1] }, activation_beta: { floats: [0] } };
  return name === "leaky-relu"
    ? { ...activations, activation_alpha: { floats: [resolveActivation(activation).alpha] } }
    : activations;
}
