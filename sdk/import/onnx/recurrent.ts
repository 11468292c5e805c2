import { ONNX_CELLS, type OnnxCell } from "../../io/onnx/cells.js";
import { CELL_NAMES } from "../../nn/cells/index.js";
import type { Activation, CellName } from "../../types.js";
import { matrix, type Step } from "../step.js";
import { decimal } from "../decimal.js";
import { type Call, constant, integer, name, type Operator, optional, unsupported, whole } from "./operator.js";
import { toFloats, type View } from "../view.js";
import { BATCH, DIRECTIONS, after, TIME, UNITS, type Value } from "./values.js";

/** Activations of a simple cell by their ONNX names. */
const ACTIVATIONS: Readonly<
  Record<string, (alpha: number | undefined, beta: number | undefined) => Activation | null>
> = {
  Tanh: () => "tanh",
  Relu: () => "relu",
  Sigmoid: () => "sigmoid",
  Softsign: () => "softsign",
  Softplus: () => "softplus",
  Elu: (alpha = 1) => (alpha === 1 ? "elu" : null),
  LeakyRelu: (alpha = 0.01) => (decimal(alpha) === 0.01 ? "leaky-relu" : { kind: "leaky-relu", alpha: decimal(alpha) }),
  Affine: (alpha = 1, beta = 0) => (alpha === 1 && beta === 0 ? "linear" : null),
};

function refuseOptions(call: Call): void {
  const text = (key: string): string | undefined => call.node.attributes.get(key)?.s;
  if ((text("direction") ?? "forward") !== "forward")
    throw unsupported(`a ${text("direction")} layer; here time runs forward`);
  if (call.node.attributes.get("clip")?.f !== undefined) throw unsupported("clipped gates");
  if (integer(call, "layout", 0) !== 0) throw unsupported("the layout with the batch first");
  if (integer(call, "input_forget", 0) !== 0) throw unsupported("coupled gates");
  const zero = (value: Value | undefined): boolean =>
    value === undefined ||
    value.kind === "zeros" ||
    (value.kind === "constant" && toFloats(value.view).every((one) => one === 0));
  if (!zero(call.inputs[5]) || !zero(call.inputs[6])) throw unsupported("an initial state that is not zero");
  if (call.inputs[4]) throw unsupported("sequences of different lengths");
  if (call.inputs[7]) throw unsupported("peepholes");
}

/** Rows [gates · hidden, columns] of the one direction, as [columns, gates · hidden] in our order of gates. */
function turned(
  { dims, strides, read }: View,
  gates: readonly number[],
  hidden: number,
  columns: number,
): Float32Array {
  if (dims.length !== 3 || dims[0] !== 1 || dims[1] !== gates.length * hidden || dims[2] !== columns)
    throw unsupported(`weights of shape [${dims.join(", ")}] for ${hidden} units`);
  const row = (unit: number): number => gates[Math.floor(unit / hidden)]! * hidden + (unit % hidden);
  return matrix(columns, gates.length * hidden, (i, unit) => read(row(unit) * strides[1]! + i * strides[2]!));
}

/** [1, 2 · gates · hidden]: the inputs' biases, then the states'. They are added but for a GRU's candidate. */
function biasesOf(
  view: View | null,
  { cell, gates }: { cell: CellName; gates: readonly number[] },
  hidden: number,
): { bias: Float32Array | null; candidate: Float32Array | null } {
  if (!view) return { bias: null, candidate: null };
  const all = toFloats(view);
  const width = gates.length * hidden;
  if (all.length !== 2 * width) throw unsupported(`${all.length} biases for ${hidden} units`);
  const place = (unit: number): number => gates[Math.floor(unit / hidden)]! * hidden + (unit % hidden);
  const added = cell === "gru" ? width - hidden : width;
  const bias = Float32Array.from({ length: width }, (_, unit) => {
    const [own, other] = [all[place(unit)]!, all[width + place(unit)]!];
    return unit >= added || other === 0 ? own : own + other;
  });
  return { bias, candidate: cell === "gru" ? all.slice(width + added, 2 * width) : null };
}

function activationOf({ node }: Call, { activations }: OnnxCell): { activation?: Activation } {
  const names = node.attributes.get("activations")?.strings ?? [];
  if (activations) {
    if (names.length > 0 && names.join() !== activations.join())
      throw unsupported(`gates of ${names.join(", ")}; here they are ${activations.join(", ")}`);
    return {};
  }
  const [alpha, beta] = [
    node.attributes.get("activation_alpha")?.floats?.[0],
    node.attributes.get("activation_beta")?.floats?.[0],
  ];
  const word = names[0] ?? "Tanh";
  const found = Object.hasOwn(ACTIVATIONS, word) ? ACTIVATIONS[word]!(alpha, beta) : null;
  if (found === null) throw unsupported(`a recurrent layer with ${word}`);
  return { activation: found };
}

const layer =
  (cell: CellName, kind: OnnxCell): Operator =>
  (call) => {
    const { gates } = kind;
    const input = whole(call);
    if (input.axes.length !== 3 || input.axes.some((label) => label === TIME))
      throw unsupported(
        input.axes.includes(TIME)
          ? "a second recurrent layer: here a network has one"
          : "a recurrent layer over no sequence",
      );
    refuseOptions(call);
    if (cell === "gru" && integer(call, "linear_before_reset", 0) !== 1)
      throw unsupported("a GRU that resets before the product; PyTorch's, with linear_before_reset = 1, is possible");
    const [w, r] = [constant(call, 1), constant(call, 2)];
    const hidden = integer(call, "hidden_size", r.dims[2] ?? 0);
    const inputs = w.dims[2] ?? 0;
    if (!(hidden > 0 && inputs > 0)) throw unsupported("a recurrent layer without units");
    const step: Step = {
      kind: "recurrent",
      ...name(call),
      cell,
      ...activationOf(call, kind),
      inputs,
      hidden,
      input: turned(w, gates, hidden, inputs),
      recurrent: turned(r, gates, hidden, hidden),
      ...biasesOf(optional(call, 3), { cell, gates }, hidden),
    };
    const every = after(
      input,
      step,
      { op: call.node.operator, parts: ["•"], size: 2 },
      { axes: [TIME, DIRECTIONS, BATCH, UNITS], units: hidden },
    );
    return [every, { ...every, axes: [DIRECTIONS, BATCH, UNITS] }, { kind: "refused" }];
  };

/** Recurrent layers. */
export const recurrent: Readonly<Record<string, Operator>> = Object.fromEntries(
  CELL_NAMES.map((cell) => [ONNX_CELLS[cell].operator, layer(cell, ONNX_CELLS[cell])]),
);
