import { badOption, checkInteger, checkKeys, checkNumber } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { normals, Purpose, streamOf } from "../core/random.js";
import { twoMoons } from "../data/moons.js";
import { addingProblem, copyTask, temporalOrder } from "../data/sequences.js";
import { spirals } from "../data/spirals.js";
import type { Gradiometer } from "../types.js";
import type { Patient } from "./types.js";

/** Data by the name of what makes them. */
export interface ZooData {
  /** Its name: a function of `gradiometer/data`, or one of the zoo's own. */
  generator: string;
  /** What the generator takes. */
  options?: Record<string, unknown>;
  /** x ← scale · x + shift, input by input, afterwards. */
  scale?: readonly number[];
  /** One for each input; default 0. */
  shift?: readonly number[];
  /** y ← scale · y + shift, afterwards. */
  target?: { scale: number; shift: number };
}

type Data = Patient["data"];
type Generator = (lab: Gradiometer, options: Record<string, unknown>) => Data;

/** Streams of Purpose.Data that the generators of gradiometer/data leave alone. */
const enum Stream {
  Inputs = 16,
  Noise = 17,
}

/** Normal x [samples, inputs], and y = x₁ − ½x₂ + ¼x₁x₂ + noise, or the same number everywhere. */
function regression(lab: Gradiometer, options: Record<string, unknown>): Data {
  const given = checkKeys("data.options", options, ["samples", "inputs", "noise", "seed", "constant"]);
  const samples = checkInteger("data.options.samples", given["samples"] ?? 200, 1, 1_000_000);
  const inputs = checkInteger("data.options.inputs", given["inputs"] ?? 2, 2, 1000);
  const seed = checkInteger("data.options.seed", given["seed"] ?? 0, 0);
  const constant = given["constant"];
  const core = coreOf(lab);
  const x = normals(core, seed, streamOf(Purpose.Data, Stream.Inputs), samples * inputs, 0, 1);
  const noise = normals(core, seed, streamOf(Purpose.Data, Stream.Noise), samples, 0, Number(given["noise"] ?? 0));
  const y = Float32Array.from({ length: samples }, (_, row) => {
    const [a, b] = [x[row * inputs]!, x[row * inputs + 1]!];
    return typeof constant === "number" ? constant : a - 0.5 * b + 0.25 * a * b + noise[row]!;
  });
  return { x, y };
}

/** Two moons of which the second keeps every `keep`-th point only. */
function imbalancedMoons(lab: Gradiometer, options: Record<string, unknown>): Data {
  const { keep, ...rest } = options;
  const every = checkInteger("data.options.keep", keep ?? 30, 1);
  const { x, y, labels } = twoMoons(lab, rest);
  let seen = 0;
  const rows = [...labels.keys()].filter((row) => labels[row] === 0 || seen++ % every === 0);
  const take = (values: Float32Array) =>
    Float32Array.from(rows.flatMap((row) => [values[2 * row]!, values[2 * row + 1]!]));
  return { x: take(x), y: take(y) };
}

const GENERATORS: Readonly<Record<string, Generator>> = {
  "two-moons": (lab, options) => twoMoons(lab, options),
  spirals: (lab, options) => spirals(lab, options),
  adding: (lab, options) => addingProblem(lab, options),
  "temporal-order": (lab, options) => temporalOrder(lab, options),
  copy: (lab, options) => copyTask(lab, options),
  regression,
  "imbalanced-moons": imbalancedMoons,
};

/** @throws GradiometerError BAD_OPTION naming what is wrong */
export function makeData(lab: Gradiometer, given: unknown): Data {
  const { generator, options, scale, shift, target } = checkKeys("data", given, [
    "generator",
    "options",
    "scale",
    "shift",
    "target",
  ]);
  const names = Object.keys(GENERATORS);
  if (typeof generator !== "string" || !names.includes(generator))
    throw badOption("data.generator", `one of ${names.join(", ")}`, generator);
  const made = GENERATORS[generator]!(lab, checkKeys("data.options", options ?? {}, Object.keys(options ?? {})));
  const { x } = made;
  const y = target === undefined ? made.y : movedTargets(made.y as Float32Array, target); // of a generator
  const [factors, terms] = [numbersOf("data.scale", scale), numbersOf("data.shift", shift)];
  if (!factors && !terms) return { x, y };
  const values = typeof x === "object" && "values" in x && "time" in x ? x.values : (x as Float32Array);
  const columns = (factors ?? terms)!.length;
  const moved = Float32Array.from(
    values as Float32Array,
    (value, at) => value * (factors?.[at % columns] ?? 1) + (terms?.[at % columns] ?? 0),
  );
  return { x: "time" in x ? { values: moved, time: x.time } : moved, y };
}

function movedTargets(y: Float32Array, target: unknown): Float32Array {
  const given = checkKeys("data.target", target, ["scale", "shift"]);
  const numberOf = (key: string): number => checkNumber(`data.target.${key}`, given[key], "a number", () => true);
  const [scale, shift] = [numberOf("scale"), numberOf("shift")];
  return y.map((value) => scale * value + shift);
}

function numbersOf(name: string, values: unknown): readonly number[] | undefined {
  if (values === undefined) return undefined;
  if (Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === "number")) return values;
  throw badOption(name, "numbers, one for each input", values);
}
