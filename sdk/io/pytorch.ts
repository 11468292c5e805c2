import { show } from "../core/check.js";
import type { Parameter } from "../types.js";
import { badFile } from "./badFile.js";

/**
 * PyTorch's names for what this package calls otherwise. Weights, gates and biases stand in the same order on both sides, so
 * that beside names only the two biases of a recurrent layer differ: PyTorch has one for the inputs and one for the states,
 * which are added but for a GRU's candidate.
 */
const RECURRENT = [
  ["input.weight", "weight_ih_l0"],
  ["recurrent.weight", "weight_hh_l0"],
] as const;
const BIAS = "recurrent.bias";
const CANDIDATE = "candidate.bias";
const [BIAS_INPUT, BIAS_HIDDEN] = ["bias_ih_l0", "bias_hh_l0"];

/** What stands for those; a file that has both does not say which is meant. */
const OWN: readonly string[] = [...RECURRENT.map(([own]) => own), BIAS, CANDIDATE];

/** Endings of a norm's averages. */
const AVERAGES = [
  [".norm.mean", ".norm.running_mean"],
  [".norm.variance", ".norm.running_var"],
] as const;
/** A count beside the averages, which only a norm without a momentum needs. PyTorch begins at 0 where there is none. */
const COUNT = ".num_batches_tracked";

/** A GRU's gates: the last is the candidate. */
const GRU_GATES = 3;

const ending = (name: string, from: string, to: string): string | undefined =>
  name.endsWith(from) ? name.slice(0, -from.length) + to : undefined;

/** Tensors by PyTorch's names, matrices as they are. A recurrent layer is known by its `recurrent.weight`. */
export function toPyTorch(tensors: readonly Parameter[]): Parameter[] {
  const recurrent = tensors.some(({ name }) => name === "recurrent.weight");
  const candidate = tensors.find(({ name }) => name === CANDIDATE);
  return tensors.flatMap((tensor): Parameter[] => {
    const { name, shape, values } = tensor;
    if (recurrent) {
      const renamed = RECURRENT.find(([own]) => own === name);
      if (renamed) return [{ ...tensor, name: renamed[1] }];
      if (name === CANDIDATE) return [];
      if (name === BIAS) {
        const hidden = new Float32Array(values.length);
        if (candidate) hidden.set(candidate.values, values.length - candidate.values.length);
        return [
          { ...tensor, name: BIAS_INPUT },
          { name: BIAS_HIDDEN, shape, values: hidden },
        ];
      }
    }
    const renamed = AVERAGES.map(([own, other]) => ending(name, own, other)).find((found) => found !== undefined);
    return [renamed === undefined ? tensor : { ...tensor, name: renamed }];
  });
}

/**
 * The same back, of whatever prefix a module gives its recurrent layer (`lstm.weight_ih_l0`). The two biases become one: their
 * sum in float32, but for a GRU's candidate. Counts of batches are left out; all other names stay.
 *
 * @throws GradiometerError BAD_FILE for two recurrent layers, or a bias without the other.
 */
export function fromPyTorch(tensors: readonly Parameter[]): Parameter[] {
  const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  const named = (wanted: string): Parameter | undefined => {
    const [found, second] = tensors.filter(({ name }) => last(name) === wanted);
    if (second) throw badFile(`tensor ${show(second.name)}`, `one ${wanted}, of one recurrent layer`, "a second");
    return found;
  };
  const taken = tensors.find(({ name }) => OWN.includes(name));
  const [weight, input, hidden] = [named("weight_hh_l0"), named(BIAS_INPUT), named(BIAS_HIDDEN)];
  named("weight_ih_l0");
  if (weight && (input === undefined) !== (hidden === undefined))
    throw badFile("tensors", `${BIAS_INPUT} and ${BIAS_HIDDEN}, or neither`, input ? BIAS_INPUT : BIAS_HIDDEN);
  if (weight && taken) throw badFile(`tensor ${show(taken.name)}`, `that name or PyTorch's, not both`, weight.name);
  return tensors.flatMap((tensor): Parameter[] => {
    const { name } = tensor;
    if (weight) {
      const renamed = RECURRENT.find(([, other]) => other === last(name));
      if (renamed) return [{ ...tensor, name: renamed[0] }];
      if (tensor === hidden) return [];
      if (tensor === input && hidden) return biases(weight, input, hidden);
    }
    if (name.endsWith(COUNT)) return [];
    const renamed = AVERAGES.map(([own, other]) => ending(name, other, own)).find((found) => found !== undefined);
    return [renamed === undefined ? tensor : { ...tensor, name: renamed }];
  });
}

/** `recurrent.bias`, and `candidate.bias` of a GRU. */
function biases(weight: Parameter, input: Parameter, hidden: Parameter): Parameter[] {
  if (hidden.values.length !== input.values.length)
    throw badFile(
      `tensor ${show(hidden.name)}`,
      `${input.values.length} numbers, as ${input.name}`,
      hidden.values.length,
    );
  const [states = 0, columns = 0] = weight.shape;
  const gru = columns === GRU_GATES * states && columns === input.values.length;
  const added = gru ? columns - states : input.values.length;
  // A sum with 0 is left alone, since −0 would become 0.
  const values = input.values.map((value, k) => {
    const other = hidden.values[k]!;
    return k >= added || other === 0 ? value : value + other;
  });
  const bias = { name: BIAS, shape: input.shape, values };
  return gru ? [bias, { name: CANDIDATE, shape: [states], values: hidden.values.slice(added) }] : [bias];
}
