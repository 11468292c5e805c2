/** The network that a command works on: a net.json, or a file of another framework and how to train it. */
import { basename } from "node:path";
import { checkActivation } from "../nn/activation.js";
import { checkLoss } from "../nn/loss.js";
import { type NetFile, parseNet, type Patient } from "../doctor/index.js";
import type { Activation, Loss, Optimizer } from "../types.js";
import { InputError } from "./command.js";
import { foreignKind, importFile, refusedLine } from "./foreign.js";
import { naming, read } from "./patient.js";

/** What a file of another framework needs beside itself, as the command line has it. */
export interface ForeignOptions {
  loss?: string;
  optimizer?: string;
  epochs?: number;
  batch?: number;
  activation?: string;
  output?: string;
  fromWeights?: boolean;
}

/** The net, and what was found beside it. */
export interface FoundNet {
  readonly net: NetFile;
  /** To begin with, in place of numbers drawn anew. */
  readonly parameters?: Patient["parameters"];
  readonly notes: readonly string[];
}

const OPTIONS: readonly (readonly [keyof ForeignOptions, string])[] = [
  ["loss", "--loss"],
  ["optimizer", "--optimizer"],
  ["epochs", "--epochs"],
  ["batch", "--batch"],
  ["activation", "--activation"],
  ["output", "--output"],
  ["fromWeights", "--from-weights"],
];

/** "adam:0.01" as an optimizer; rprop has no rate. */
function optimizerOf(text: string): Optimizer {
  const [kind = "", rate] = text.split(":");
  const learningRate = Number(rate);
  if (kind === "rprop" && rate === undefined) return { kind };
  if (rate === undefined || rate.trim() === "" || !Number.isFinite(learningRate))
    throw new InputError(`--optimizer ${text}: give kind and rate, such as adam:0.01 or sgd:0.1`);
  return { kind, learningRate } as Optimizer; // its kind is checked where every training is
}

/** Words of the command line, checked. @throws GradiometerError BAD_OPTION */
export function stateOptions({ loss, activation, output }: ForeignOptions): {
  loss?: Loss;
  activation?: Activation;
  output?: Activation;
} {
  return {
    ...(loss !== undefined && { loss: checkLoss("--loss", loss) }),
    ...(activation !== undefined && { activation: checkActivation("--activation", activation) }),
    ...(output !== undefined && { output: checkActivation("--output", output) }),
  };
}

/** @throws InputError, GradiometerError naming the file */
export async function netOf(path: string, options: ForeignOptions): Promise<FoundNet> {
  const kind = foreignKind(path);
  if (!kind) {
    const given = OPTIONS.filter(([key]) => options[key] !== undefined).map(([, name]) => name);
    if (given.length > 0)
      throw new InputError(`${given.join(", ")}: for networks of other frameworks; ${path} says it under "training"`);
    const text = read(path);
    return { net: await naming(path, () => parseNet(text, basename(path).replace(/\.json$/, ""))), notes: [] };
  }
  if (!kind.format) throw new InputError(`${path} is ${kind.name}; ${kind.advice ?? "it is no network"}`);
  return importedNet(path, kind.name, options);
}

async function importedNet(path: string, what: string, options: ForeignOptions): Promise<FoundNet> {
  const { imported } = await importFile(path, stateOptions(options));
  if (imported.kind === null) throw new InputError(refusedLine(path, imported));
  const loss = imported.training?.loss;
  const optimizer = options.optimizer === undefined ? imported.training?.optimizer : optimizerOf(options.optimizer);
  const { epochs, batch } = options;
  const missing = [
    ...(loss ? [] : ["--loss cross-entropy (or another)"]),
    ...(optimizer ? [] : ["--optimizer adam:0.01 (or another)"]),
    ...(epochs === undefined ? ["--epochs 100 (as many as you train)"] : []),
  ];
  if (!loss || !optimizer || epochs === undefined)
    throw new InputError(`${path} is ${what}, which does not say how it is trained; add ${missing.join(" ")}`);
  const training = { loss, optimizer, epochs, ...(batch !== undefined && { batch }) };
  const net: NetFile = { name: basename(path).replace(/\.\w+$/, ""), config: imported.config, training };
  return { net, notes: imported.notes, ...(options.fromWeights && { parameters: imported.parameters }) };
}
