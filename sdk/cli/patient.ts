/** Patients from files: a net as JSON, its data as CSV. */
import { readFileSync } from "node:fs";
import { csvParseRows } from "d3-dsv";
import { GradiometerError } from "../core/errors.js";
import { type NetFile, parseNet, type Patient } from "../doctor/index.js";
import { admit } from "../doctor/patient.js";
import { InputError } from "./command.js";
import { decimal } from "./decimal.js";
import { checkSize } from "./size.js";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};

/** The text of a file. @throws InputError in one line */
export function read(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (thrown) {
    const { code = "", message } = thrown as NodeJS.ErrnoException;
    throw new InputError(`cannot read ${path}: ${REASONS[code] ?? message}`);
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

/** The places of x1 … xn, y1 … ym and label in the header. */
function columnsOf(header: readonly string[], bad: (why: string) => GradiometerError) {
  const places = new Map<string, number>();
  header.forEach((raw, place) => {
    const name = raw.trim();
    if (!/^([xy][1-9]\d*|label)$/.test(name))
      throw bad(`the header has ${JSON.stringify(name)} where x1 … xn and y1 … ym, or label, may stand`);
    if (places.has(name)) throw bad(`the header has ${name} twice`);
    places.set(name, place);
  });
  const series = (letter: string): number[] => {
    const count = [...places.keys()].filter((name) => name.startsWith(letter) && name !== "label").length;
    return Array.from({ length: count }, (_, index) => {
      const place = places.get(`${letter}${index + 1}`);
      if (place === undefined) throw bad(`the header has ${count} columns ${letter}, but no ${letter}${index + 1}`);
      return place;
    });
  };
  return { x: series("x"), y: series("y"), label: places.get("label") };
}

/** Classes as they are counted from 0 when they are such numbers, else by the order of their names. */
function oneHotRows(labels: readonly string[], outputs: number, bad: (why: string) => GradiometerError): Float32Array {
  const classes = Math.max(2, outputs);
  const counted = labels.every((label) => /^\d+$/.test(label) && Number(label) < classes);
  const names = counted ? Array.from({ length: classes }, (_, index) => String(index)) : [...new Set(labels)].sort();
  if (names.length > classes) throw bad(`label has ${names.length} classes, but the net has ${outputs} outputs`);
  const rows = new Float32Array(labels.length * outputs);
  labels.forEach((label, row) => {
    const of = counted ? Number(label) : names.indexOf(label);
    if (outputs === 1) rows[row] = of;
    else rows[row * outputs + of] = 1;
  });
  return rows;
}

/**
 * The data of a CSV with the header x1 … xn and y1 … ym, or label for classes. A row of a recurrent net is a whole sequence, the
 * numbers of its first step first. Numbers are written as `decimal` reads them.
 *
 * @throws GradiometerError BAD_FILE naming the line.
 */
export function parseData(path: string, text: string, { inputs, outputs, recurrent }: Shape): Patient["data"] {
  const bad = (why: string) => new GradiometerError("BAD_FILE", `${path}: ${why}`);
  const [header, ...all] = csvParseRows(text);
  if (header === undefined || header.join("").trim() === "") throw bad("expected a header x1 … xn, y1 … ym (or label)");
  const columns = columnsOf(header, bad);
  const rows = all.map((cells, index) => ({ cells, line: index + 2 })).filter(({ cells }) => cells.join("") !== "");
  if (rows.length === 0) throw bad("expected rows below the header, but there are none");
  const wide = columns.x.length;
  if (recurrent ? wide === 0 || wide % inputs !== 0 : wide !== inputs)
    throw bad(
      `the net takes ${recurrent ? "a multiple of " : ""}${inputs} inputs, but the header has ${wide} columns x`,
    );
  if (columns.label === undefined && columns.y.length !== outputs)
    throw bad(`the net has ${outputs} outputs, but the header has ${columns.y.length} columns y and no label`);
  if (columns.label !== undefined && columns.y.length > 0) throw bad("the header has both label and columns y");
  const numbers = (places: readonly number[]): Float32Array =>
    Float32Array.from(
      rows.flatMap(({ cells, line }) =>
        places.map((place) => {
          const cell = (cells[place] ?? "").trim();
          const value = decimal(cell);
          if (Number.isFinite(Math.fround(value))) return value;
          throw bad(`line ${line}, ${header[place]!.trim()}: expected a number, but got ${JSON.stringify(cell)}`);
        }),
      ),
    );
  for (const { cells, line } of rows)
    if (cells.length !== header.length)
      throw bad(`line ${line}: expected ${header.length} cells, but got ${cells.length}`);
  const { label } = columns;
  const y =
    label === undefined
      ? numbers(columns.y)
      : oneHotRows(
          rows.map(({ cells, line }) => {
            const cell = (cells[label] ?? "").trim();
            if (cell === "") throw bad(`line ${line}, label: expected a class, but got ""`);
            return cell;
          }),
          outputs,
          bad,
        );
  const x = numbers(columns.x);
  if (!recurrent) return { x, y };
  const [time, count] = [wide / inputs, rows.length];
  const values = new Float32Array(x.length);
  for (let row = 0; row < count; row++) {
    for (let t = 0; t < time; t++) {
      const from = (row * time + t) * inputs;
      values.set(x.subarray(from, from + inputs), (t * count + row) * inputs);
    }
  }
  return { x: { values, time }, y };
}

/**
 * A net and its data.
 *
 * @throws InputError when a file cannot be read, GradiometerError naming the file when it is none such, or holds what no
 *         network and no training can have.
 */
export async function readPatient(netPath: string, dataPath: string): Promise<{ net: NetFile; patient: Patient }> {
  const text = read(netPath);
  const net = await naming(netPath, () => parseNet(text));
  await naming(netPath, () => {
    checkSize(net.config);
  });
  const data = parseData(dataPath, read(dataPath), shapeOf(netPath, net));
  const patient = { config: net.config, training: net.training, data };
  await naming(netPath, () => admit(patient));
  return { net, patient };
}
