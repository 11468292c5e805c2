import type { Loss } from "../types.js";
import { assembleMlp } from "./assembleMlp.js";
import { assembleRnn } from "./assembleRnn.js";
import { refusal, type Step } from "./step.js";
import type { Imported, ImportedLayer, ImportedTraining, Refusal } from "./types.js";

/** Frameworks that have an initialisation of their own. */
export type Framework = "pytorch" | "keras";

/** What a reader knows beside the steps. */
export interface Context {
  /** Which draws weights as it does when nothing else is said; undefined where the file does not say which it was. */
  readonly framework: Framework | undefined;
  /** What the file says, over which `loss` of the options goes. */
  readonly training: ImportedTraining;
  readonly loss: Loss | undefined;
  readonly notes: readonly string[];
}

/** What an assembler writes while it walks the steps. */
export class Report {
  readonly layers: ImportedLayer[] = [];
  readonly notes: string[];
  readonly refused: Refusal[] = [];

  constructor(notes: readonly string[] = []) {
    this.notes = [...notes];
  }

  became({ name, operator }: Step, what: string): void {
    this.layers.push({ name, operator, became: what });
  }

  /** Once, however often it is said. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  refuse({ name, operator }: Step, what: string): void {
    this.refused.push(refusal(name, operator, what));
  }
}

/** What came of the steps of a kind of network. */
export type Assembled = Pick<Extract<Imported, { refused: readonly [] }>, "parameters"> &
  ({ kind: "mlp"; config: object } | { kind: "rnn"; config: object }) & { loss?: Loss };

/** The result for a file in which something is refused. */
export function refused(report: Report, training: ImportedTraining): Imported {
  const { layers, notes, refused: list } = report;
  return { kind: null, config: null, parameters: {}, layers, notes, ...given(training), refused: list };
}

const given = (training: ImportedTraining): { training?: ImportedTraining } =>
  Object.keys(training).length > 0 ? { training } : {};

/**
 * A network from the steps of a file, in order: an Rnn if one of them is recurrent. Scalings, biases and batch norms that have no
 * place of their own are folded into the dense layers beside them.
 */
export function assemble(steps: readonly Step[], context: Context): Imported {
  const report = new Report(context.notes);
  const recurrent = steps.some(({ kind }) => kind === "recurrent");
  const loss = context.loss ?? context.training.loss;
  const assembled = (recurrent ? assembleRnn : assembleMlp)(steps, { ...context, loss }, report);
  const known = loss ?? assembled?.loss;
  const training = { ...context.training, ...(known && { loss: known }) };
  if (!assembled) return refused(report, training);
  const { kind, config, parameters } = assembled;
  const { layers, notes } = report;
  return { kind, config, parameters, layers, notes, ...given(training), refused: [] } as Imported;
}
