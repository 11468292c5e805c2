import type { Activation, CellName } from "../types.js";
import type { Report } from "./assemble.js";
import type { Group } from "./stateGroups.js";
import { matrix, refusal, type Step, type StepOf } from "./step.js";
import { countOf, toFloats, type View } from "./view.js";

/** What tensors alone do not say. */
interface Said {
  readonly layout: "pytorch" | "fan-in-first";
  readonly activation: Activation | undefined;
  readonly output: Activation | undefined;
}

/** ε of PyTorch's norms when nothing else is said, and the momentum of its batch norm. */
const [EPSILON, MOMENTUM] = [1e-5, 0.1];

/** Gates of a cell → the cell. */
const CELLS: Readonly<Record<number, CellName>> = { 1: "simple", 3: "gru", 4: "lstm" };

/** Names of one recurrent layer: weights and the two biases, which this package has as one and a candidate's. */
const RECURRENT_NAMES = {
  pytorch: ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"],
  own: ["input.weight", "recurrent.weight", "recurrent.bias", "candidate.bias"],
} as const;

/** The steps of modules in order, activations between the dense ones included; what is none of them is refused by its name. */
export function stepsOfGroups(groups: readonly Group[], said: Said, report: Report): Step[] {
  const steps = groups.flatMap((group): Step[] => {
    const made = stepOf(group, said);
    if (typeof made !== "string") return [made];
    report.refused.push(refusal(group.name || "the file", "module", made));
    return [];
  });
  return withActivations(steps, said, report);
}

/** Behind every dense layer, and behind the norm that follows it, stands the activation. */
function withActivations(steps: readonly Step[], { activation, output }: Said, report: Report): Step[] {
  const dense = steps.filter(({ kind }) => kind === "affine").length;
  const recurrent = steps.some(({ kind }) => kind === "recurrent");
  if (recurrent) return [...steps];
  const hidden = activation ?? "relu";
  if (activation === undefined && dense > 1)
    report.note(`the file does not say its activations: "relu" is assumed; give \`activation\` if it was another`);
  if (steps.some(({ kind }) => kind === "norm"))
    report.note(`the file does not say ε of its norms: ${EPSILON} is assumed`);
  let seen = 0;
  return steps.flatMap((step, index): Step[] => {
    if (step.kind === "affine") seen++;
    const ends = seen > 0 && (index + 1 === steps.length || steps[index + 1]!.kind === "affine");
    if (!ends) return [step];
    const name = `behind ${step.name || "the layer"}`;
    const own = seen < dense ? hidden : (output ?? "linear");
    return own === "linear" ? [step] : [step, { kind: "activation", name, operator: "assumed", activation: own }];
  });
}

/** The step of a module, or why there is none. */
function stepOf(group: Group, said: Said): Step | string {
  const { tensors } = group;
  if (tensors.has("weight_ih_l0") || tensors.has("recurrent.weight")) return recurrentOf(group, said);
  const weight = tensors.get("weight");
  const bias = tensors.get("bias");
  const others = [...tensors.keys()].filter((key) => key !== "weight" && key !== "bias");
  if (weight && weight.dims.length > 2) return `a weight of shape [${weight.dims.join(", ")}], as convolutions have`;
  if (weight?.dims.length === 2 && others.length === 0) return denseOf(group, weight, bias, said);
  const mean = tensors.get("running_mean") ?? tensors.get("mean");
  const variance = tensors.get("running_var") ?? tensors.get("variance");
  if (
    (weight || mean) &&
    others.every((key) => ["running_mean", "running_var", "mean", "variance"].includes(key)) &&
    (mean === undefined) === (variance === undefined)
  )
    return normOf(group.name, { weight, bias, mean, variance });
  return `tensors that no layer here has (${[...tensors.keys()].slice(0, 6).join(", ")})`;
}

function denseOf({ name }: Group, weight: View, bias: View | undefined, { layout }: Said): Step | string {
  const { dims, strides, read } = weight;
  const [first, second] = dims as [number, number];
  const [fanIn, fanOut] = layout === "pytorch" ? [second, first] : [first, second];
  const [rowStride, columnStride] = layout === "pytorch" ? [strides[1]!, strides[0]!] : [strides[0]!, strides[1]!];
  if (fanIn === 0 || fanOut === 0) return "a weight without numbers";
  if (bias && (bias.dims.length !== 1 || bias.dims[0] !== fanOut))
    return `a bias of shape [${bias.dims.join(", ")}] for ${fanOut} units`;
  const values = matrix(fanIn, fanOut, (i, j) => read(i * rowStride + j * columnStride));
  return {
    kind: "affine",
    name,
    operator: "Linear",
    fanIn,
    fanOut,
    weight: values,
    bias: bias ? toFloats(bias) : null,
  };
}

function normOf(
  name: string,
  given: Readonly<Record<"weight" | "bias" | "mean" | "variance", View | undefined>>,
): Step | string {
  const present = Object.values(given).filter((view) => view !== undefined);
  const width = countOf(present[0]!);
  if (width === 0 || present.some(({ dims }) => dims.length !== 1 || dims[0] !== width))
    return "a norm whose tensors have different shapes";
  const [weight = null, bias = null, mean = null, variance = null] = [
    given.weight,
    given.bias,
    given.mean,
    given.variance,
  ].map((view) => view && toFloats(view));
  const rest = { name, kind: "norm", width, epsilon: EPSILON, weight, bias, mean, variance } as const;
  if (mean) return { ...rest, operator: "BatchNorm1d", norm: "batch", momentum: MOMENTUM };
  return bias ? { ...rest, operator: "LayerNorm", norm: "layer" } : { ...rest, operator: "RMSNorm", norm: "rms" };
}

function recurrentOf({ name, tensors }: Group, { layout, activation }: Said): Step | string {
  const own = tensors.has("recurrent.weight");
  const names = own ? RECURRENT_NAMES.own : RECURRENT_NAMES.pytorch;
  const [w, r, first, second] = names.map((key) => tensors.get(key));
  const stranger = [...tensors.keys()].find((key) => !(names as readonly string[]).includes(key));
  if (stranger !== undefined)
    return stranger.endsWith("_reverse")
      ? "a layer that runs in both directions"
      : /_l\d+$/.test(stranger)
        ? "a stack of recurrent layers: here a network has one"
        : `the tensor ${stranger}`;
  if (w?.dims.length !== 2 || r?.dims.length !== 2) return "a recurrent layer without its two weights";
  const turned = layout === "pytorch";
  const [hidden, width] = turned ? [r.dims[1]!, r.dims[0]!] : [r.dims[0]!, r.dims[1]!];
  const inputs = turned ? w.dims[1]! : w.dims[0]!;
  const cell = Object.hasOwn(CELLS, width / hidden) ? CELLS[width / hidden]! : undefined;
  if (!cell || inputs === 0 || (turned ? w.dims[0] : w.dims[1]) !== width)
    return `recurrent weights of shape [${r.dims.join(", ")}]`;
  const entries = ({ strides, read }: View): ((i: number, j: number) => number) => {
    const [i, j] = turned ? [1, 0] : [0, 1];
    return (row, column) => read(row * strides[i]! + column * strides[j]!);
  };
  const biases = biasesOf(cell, hidden, width, first, second, own);
  if (typeof biases === "string") return biases;
  const step: StepOf<"recurrent"> = {
    kind: "recurrent",
    name,
    operator: own ? "recurrent" : cell === "simple" ? "RNN" : cell.toUpperCase(),
    cell,
    ...(cell === "simple" && { activation: activation ?? "tanh" }),
    inputs,
    hidden,
    input: matrix(inputs, width, entries(w)),
    recurrent: matrix(hidden, width, entries(r)),
    ...biases,
  };
  return step;
}

/** The two biases of PyTorch are added but for a GRU's candidate; this package's own are as they are. */
function biasesOf(
  cell: CellName,
  hidden: number,
  width: number,
  first: View | undefined,
  second: View | undefined,
  own: boolean,
): Pick<StepOf<"recurrent">, "bias" | "candidate"> | string {
  const given = first && toFloats(first);
  const other = second && toFloats(second);
  if (!given) return other ? "a recurrent layer with one bias of two" : { bias: null, candidate: null };
  if (own)
    return given.length === width && (other?.length ?? hidden) === hidden
      ? { bias: given, candidate: other ?? null }
      : "biases of another length";
  if (given.length !== width || other?.length !== width) return "biases of another length";
  const added = cell === "gru" ? width - hidden : width;
  const bias = given.map((value, unit) => (unit >= added || other[unit] === 0 ? value : value + other[unit]!));
  return { bias, candidate: cell === "gru" ? other.slice(added) : null };
}
