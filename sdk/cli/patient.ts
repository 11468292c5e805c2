/** Patients from files: a net as JSON, its data as CSV. */
import { readFileSync, statSync } from "node:fs";
import { GradiometerError } from "../core/errors.js";
import type { NetFile, Patient } from "../doctor/index.js";
import { checkWhole } from "../doctor/patient.js";
import { InputError } from "./command.js";
import { planOf } from "./csv/plan.js";
import { profile, type TableOptions } from "./csv/profile.js";
import { readTable } from "./csv/table.js";
import type { FoundNet } from "./netOf.js";
import { checkSize } from "./size.js";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};

const unreadable = (path: string, thrown: unknown): InputError => {
  const { code = "", message } = thrown as NodeJS.ErrnoException;
  return new InputError(`cannot read ${path}: ${REASONS[code] ?? message}`);
};

/** The text of a file. @throws InputError in one line */
export function read(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

/** Does work that reads a file piece by piece. @throws InputError in one line */
export function reading<T>(path: string, work: () => T): T {
  try {
    if (statSync(path).isDirectory()) throw Object.assign(new Error("folder"), { code: "EISDIR" });
    return work();
  } catch (thrown) {
    throw thrown instanceof GradiometerError || thrown instanceof InputError ? thrown : unreadable(path, thrown);
  }
}

/** Does the work; what is wrong with what was read names where it was read. */
export async function naming<T>(where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw thrown instanceof GradiometerError && thrown.code !== "ABORTED"
      ? new GradiometerError(thrown.code, `${where}: ${thrown.message}`, { cause: thrown })
      : thrown;
  }
}

/** Inputs and targets of a net: numbers in a row of each. */
interface Shape {
  /** Of an Mlp all of a row, of an Rnn those of one step. */
  inputs: number;
  outputs: number;
  recurrent: boolean;
}

function shapeOf(path: string, { config }: NetFile): Shape {
  const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
  const { sizes, inputs, outputs, hidden }: Partial<Record<"sizes" | "inputs" | "outputs" | "hidden", unknown>> =
    config;
  const recurrent = hidden !== undefined;
  const [first, last]: unknown[] = recurrent
    ? [inputs, outputs ?? hidden]
    : Array.isArray(sizes)
      ? ([sizes[0], sizes.at(-1)] as unknown[])
      : [];
  if (whole(first) && whole(last)) return { inputs: first, outputs: last, recurrent };
  throw new GradiometerError("BAD_FILE", `${path}: expected config.sizes, or config.inputs and config.hidden`);
}

/** Whether a loss has classes, or yes and no. */
export const hasClasses = (loss: unknown): boolean => loss === "cross-entropy" || loss === "binary-cross-entropy";

/** Rows that are sequences, the numbers of the first step first, as [time, rows, inputs]. */
function asSequences(x: Float32Array, rows: number, inputs: number): { values: Float32Array; time: number } {
  const time = x.length / (rows * inputs);
  const values = new Float32Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < time; t++) {
      const from = (row * time + t) * inputs;
      values.set(x.subarray(from, from + inputs), (t * rows + row) * inputs);
    }
  }
  return { values, time };
}

/** What was read of a CSV: the data, and what was left out or converted. */
export interface ReadData {
  readonly data: Patient["data"];
  readonly notes: readonly string[];
}

/**
 * The data of a CSV with the header x1 … xn and y1 … ym (or label), or with any header when the target is named. A row of a
 * recurrent net is a whole sequence, the numbers of its first step first. The file is read twice, piece by piece: once for what its
 * columns are, once for its numbers.
 *
 * @throws GradiometerError BAD_FILE naming the line, InputError when the file cannot be read.
 */
export function readData(path: string, net: NetFile, options: TableOptions, netPath: string): ReadData {
  const { inputs, outputs, recurrent } = shapeOf(netPath, net);
  return reading(path, () => {
    const found = profile(path, options);
    const plan = planOf(found, options, { outputs, classLoss: hasClasses(net.training.loss) });
    const wide = plan.inputs.reduce((sum, { texts }) => sum + (texts?.length ?? 1), 0);
    if (recurrent ? wide % inputs !== 0 : wide !== inputs) {
      const which = plan.inputs
        .slice(0, 8)
        .map(({ column, texts }) => column.name + (texts ? ` (${texts.length})` : ""))
        .join(", ");
      const advice = recurrent ? "" : `; set the first of sizes to ${wide}`;
      throw found.bad(
        `the net takes ${recurrent ? "a multiple of " : ""}${inputs} inputs, but the table gives ${wide}: ${which}${plan.inputs.length > 8 ? ", …" : ""}${advice}`,
      );
    }
    if (!plan.classes && plan.targets.length !== outputs)
      throw found.bad(
        `the net has ${outputs} outputs, but the table has ${plan.targets.length} target ${plan.targets.length === 1 ? "column" : "columns"}; set the last of sizes to that number, or use --classes`,
      );
    const { x, y, rows, notes } = readTable(found, plan, options, outputs);
    return { data: { x: recurrent ? asSequences(x, rows, inputs) : x, y }, notes };
  });
}

/** What is read. */
export interface ReadPatient {
  readonly net: NetFile;
  readonly patient: Patient;
  readonly notes: readonly string[];
}

/**
 * A net and its data.
 *
 * @throws InputError when a file cannot be read, GradiometerError naming the file when it is none such, or holds what no
 *         network and no training can have.
 */
export async function readPatient(
  netPath: string,
  dataPath: string,
  options: TableOptions & { holdout?: number },
  found: FoundNet,
): Promise<ReadPatient> {
  const { net, parameters } = found;
  await naming(netPath, () => {
    checkSize(net.config);
  });
  const holdout = options.holdout ?? net.holdout;
  const rest = {
    config: net.config,
    training: net.training,
    ...(holdout !== undefined && { holdout }),
    ...(parameters && { parameters }),
  };
  const { data, notes } = readData(dataPath, net, options, netPath);
  // One row, so that what is wrong with the net itself is said of its file, and nothing large is copied for it.
  const { inputs, outputs, recurrent } = shapeOf(netPath, net);
  const x = new Float32Array(inputs);
  const row = { x: recurrent ? { values: x, time: 1 } : x, y: new Float32Array(outputs) };
  await naming(netPath, () => checkWhole({ ...rest, data: row }));
  return { net, patient: { ...rest, data }, notes: [...found.notes, ...notes] };
}
