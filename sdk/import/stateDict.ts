import { badOption, show } from "../core/check.js";
import { checkActivation } from "../nn/activation.js";
import type { Activation, Loss } from "../types.js";
import { assemble, refused, Report } from "./assemble.js";
import { checkOptions } from "./options.js";
import { grouped, type NamedView, ordered } from "./stateGroups.js";
import { stepsOfGroups } from "./stateSteps.js";
import type { Imported, ImportedTraining, ImportOptions } from "./types.js";

/** What readers of bare tensors take: files without a word on what is computed of them. */
export interface StateOptions extends ImportOptions {
  /** Of the hidden layers, or of a simple recurrent cell; default `"relu"`, and `"tanh"` for a cell, with a note. */
  activation?: Activation;
  /** Of the last layer; default `"linear"`. */
  output?: Activation;
  /**
   * This package's name of a parameter → its name in the file, when order and shapes do not say it:
   * `{ "layers.0.weight": "encoder.w", "layers.0.bias": "encoder.b", … }`. Only what it names is read.
   */
  map?: Readonly<Record<string, string>>;
}

/** Checked. */
export interface CheckedStateOptions {
  readonly loss: Loss | undefined;
  readonly activation: Activation | undefined;
  readonly output: Activation | undefined;
  readonly map: Readonly<Record<string, string>> | undefined;
}

/** @throws GradiometerError BAD_OPTION */
export function checkStateOptions(options: unknown): CheckedStateOptions {
  const { loss, activation, output, map } = checkOptions(options, ["activation", "output", "map"]);
  const checked = (name: string, value: unknown): Activation | undefined =>
    value === undefined ? undefined : checkActivation(name, value);
  if (
    map !== undefined &&
    (typeof map !== "object" || map === null || !Object.values(map).every((name) => typeof name === "string"))
  )
    throw badOption("options.map", "an object: name here → name in the file", map);
  return {
    loss,
    activation: checked("options.activation", activation),
    output: checked("options.output", output),
    map: map as Readonly<Record<string, string>> | undefined,
  };
}

/** What a reader of tensors knows of its file. */
export interface StateContext extends CheckedStateOptions {
  readonly training: ImportedTraining;
  readonly notes: readonly string[];
  /** How matrices lie: [out, in], or [in, out]. */
  readonly layout: "pytorch" | "fan-in-first";
  /** Whether the file's order is that of the layers; else names are ordered first, 2 before 10. */
  readonly ordered: boolean;
}

/** Tensors under the names of this package. */
function mapped(tensors: readonly NamedView[], map: Readonly<Record<string, string>>): NamedView[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return Object.entries(map).map(([name, theirs]) => {
    const found = byName.get(theirs);
    if (!found)
      throw badOption(`options.map[${show(name)}]`, `one of ${[...byName.keys()].slice(0, 20).join(", ")}`, theirs);
    return { name, view: found.view };
  });
}

/**
 * A network from tensors by name: each module, the part of a name before its last dot, is a dense layer, a norm or a recurrent
 * layer by the names and shapes of its tensors.
 */
export function fromTensors(tensors: readonly NamedView[], context: StateContext): Imported {
  const { map, activation, output, training, loss } = context;
  const own = map ? mapped(tensors, map) : tensors;
  const report = new Report(context.notes);
  const groups = grouped(own);
  const inOrder = ordered(groups, context.ordered && !map, context.layout, report);
  const steps = stepsOfGroups(inOrder, { layout: context.layout, activation, output }, report);
  if (report.refused.length > 0) return refused(report, training);
  return assemble(steps, { framework: "pytorch", training, loss, notes: report.notes });
}
