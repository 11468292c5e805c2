/** Which columns are inputs and which the target, and what is made of each. */
import { nearest } from "../../core/nearest.js";
import { isWhole, wholeOf } from "../../data/csv/cells.js";
import { quoted } from "../../figure/page/command.js";
import { type Column, MOST_TEXTS, type Profile, type TableOptions } from "./profile.js";

/** One column of the file, and the numbers that it becomes. */
export interface Encoding {
  readonly column: Column;
  /** Texts in the order of their numbers, 1 in the place of the own one and 0 elsewhere; absent for a number. */
  readonly texts?: readonly string[];
  /** What stands in for a missing cell. */
  readonly fill: number | string;
}

export interface Plan {
  readonly inputs: readonly Encoding[];
  readonly targets: readonly Encoding[];
  /** The target's classes in order; null for numbers. */
  readonly classes: readonly string[] | null;
  /** What was left out or converted, in sentences. */
  readonly notes: readonly string[];
}

/** What the plan needs of the net. */
export interface Wanted {
  readonly outputs: number | undefined;
  /** A loss that has classes or yes and no. */
  readonly classLoss: boolean;
}

/** So many different texts are told apart in any table, however short. */
const FEW_TEXTS = 10;

const CANONICAL = /^([xy][1-9]\d*|label)$/;
const isCanonical = (columns: readonly Column[]): boolean => columns.every(({ name }) => CANONICAL.test(name));
const listed = (columns: readonly Column[]): string =>
  columns
    .map(({ name }) => name)
    .slice(0, 12)
    .join(", ") + (columns.length > 12 ? ", …" : "");

/** x1 … xn without a gap. */
function checkSeries(columns: readonly Column[], letter: string, bad: Profile["bad"]): void {
  const names = columns.map(({ name }) => name).filter((name) => new RegExp(`^${letter}[1-9]\\d*$`).test(name));
  names.forEach((_, index) => {
    if (!names.includes(`${letter}${index + 1}`))
      throw bad(`the header has ${names.length} columns ${letter}, but no ${letter}${index + 1}`);
  });
}

function targetsOf(profile: Profile, columns: readonly Column[], options: TableOptions): Column[] {
  const { bad } = profile;
  const names = columns.map(({ name }) => name);
  if (options.target) {
    return options.target.map((name) => {
      const found = columns.find((column) => column.name === name);
      if (found) return found;
      const meant = nearest(name, names);
      throw bad(
        `--target: there is no column ${JSON.stringify(name)}${meant === undefined ? `; there are ${listed(columns)}` : `; did you mean ${JSON.stringify(meant)}?`}`,
      );
    });
  }
  for (const letter of ["x", "y"]) checkSeries(columns, letter, bad);
  const label = columns.filter(({ name }) => name === "label");
  const numbered = columns
    .filter(({ name }) => /^y[1-9]\d*$/.test(name))
    .sort((a, b) => Number(a.name.slice(1)) - Number(b.name.slice(1)));
  if (label.length > 0 && numbered.length > 0)
    throw bad("the header has both label and columns y; name one with --target");
  const found = [...label, ...numbered];
  if (found.length > 0) return found;
  const last = columns.at(-1)!.name;
  throw bad(`which column is the target? Say --target ${quoted(last)}, or another of ${listed(columns)}`);
}

/** How a column of inputs becomes numbers; null where it is left out. */
function inputEncoding(column: Column, profile: Profile, notes: string[]): Encoding | null {
  const { words, numbers, sum, firstWord, texts, name } = column;
  if (words === 0 && numbers > 0) return { column, fill: sum / numbers };
  if (words === 0) {
    notes.push(`left out ${name}: it is empty`);
    return null;
  }
  if (numbers > words || CANONICAL.test(name))
    throw profile.bad(
      `line ${firstWord!.line}, ${name}: expected a number, but got ${JSON.stringify(firstWord!.text)}`,
    );
  if (texts.size > MOST_TEXTS || texts.size > Math.max(FEW_TEXTS, profile.rows / 2)) {
    notes.push(`left out ${name}: nearly every row has a different text`);
    return null;
  }
  const known = [...texts.keys()].filter((text) => text !== "").sort();
  const [most] = [...texts].filter(([text]) => text !== "").sort((a, b) => b[1] - a[1]);
  notes.push(`${name} became ${known.length} inputs, one per text`);
  return { column, texts: known, fill: most![0] };
}

/** The classes of a column in order: whole numbers by size, texts by the alphabet. */
function classesOf(column: Column, wanted: Wanted, profile: Profile): string[] {
  const { outputs } = wanted;
  const found = [...column.texts.keys()].filter((text) => text !== "");
  const whole = found.every(isWhole);
  const names = whole ? [...new Set(found.map(wholeOf))] : found;
  if (names.length > MOST_TEXTS)
    throw profile.bad(
      `${column.name} has more than ${MOST_TEXTS} classes; leave out --classes to treat it as a number`,
    );
  const most = Math.max(2, outputs ?? 2);
  // Numbers from 0 on keep their place, also where a class has no row.
  if (whole && outputs !== undefined && names.every((name) => Number(name) < most))
    return Array.from({ length: most }, (_, index) => String(index));
  const sorted = whole ? names.sort((a, b) => Number(a) - Number(b)) : names.sort();
  if (outputs !== undefined && sorted.length > most)
    throw profile.bad(
      `${column.name} has ${sorted.length} classes (${sorted.slice(0, 5).join(", ")}${sorted.length > 5 ? ", …" : ""}), but the net has ${outputs} outputs`,
    );
  return sorted;
}

/** Decides what becomes of every column. @throws GradiometerError BAD_FILE saying what to do. */
export function planOf(profile: Profile, options: TableOptions, wanted: Wanted): Plan {
  const notes: string[] = [];
  const named = profile.columns.filter((column) => {
    if (column.name !== "") return true;
    notes.push(`left out column ${column.place + 1}: it has no name${column.counts ? " and numbers the rows" : ""}`);
    return false;
  });
  const targets = targetsOf(profile, named, options);
  const rest = named.filter((column) => !targets.includes(column));
  const inOrder = isCanonical(named)
    ? [...rest].sort((a, b) => Number(a.name.slice(1)) - Number(b.name.slice(1)))
    : rest;
  const inputs = inOrder.flatMap((column) => inputEncoding(column, profile, notes) ?? []);
  if (inputs.length === 0) throw profile.bad("no column is left for the inputs");
  const [first] = targets;
  const alone = targets.length === 1;
  const text = alone && first!.words > 0;
  const asked = options.classes === true || (alone && first!.name === "label");
  const counted = alone && wanted.classLoss && wanted.outputs !== 1 && wanted.outputs !== undefined;
  if (options.classes && !alone) throw profile.bad("--classes works with one target column only");
  if (text || asked || counted) {
    const classes = classesOf(first!, wanted, profile);
    return { inputs, targets: [{ column: first!, fill: "" }], classes, notes };
  }
  for (const { firstWord, name } of targets)
    if (firstWord)
      throw profile.bad(
        `line ${firstWord.line}, ${name}: expected a number, but got ${JSON.stringify(firstWord.text)}`,
      );
  return { inputs, targets: targets.map((column) => ({ column, fill: "" })), classes: null, notes };
}

/** Names of the inputs that the plan makes: "red" of colour becomes "colour=red". */
export const inputNames = ({ inputs }: Plan): string[] =>
  inputs.flatMap(({ column, texts }) => texts?.map((text) => `${column.name}=${text}`) ?? [column.name]);
