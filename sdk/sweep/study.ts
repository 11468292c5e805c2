/** Studies: read from JSON, and checked as far as no network is needed. */
import { badOption, checkBoolean, checkInteger, checkKeys, unknownWord } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { parseJsonc } from "../doctor/netFile/jsonc.js";
import { experiments } from "../experiments/index.js";
import { type CheckedAxis, checkAxis } from "./axes.js";
import { checkMeasures } from "./measures.js";
import type { ExperimentStudy, Study, TrainingStudy } from "./types.js";

/** Seeds first, first + stride, … */
export interface CheckedSeeds {
  readonly first: number;
  readonly count: number;
  readonly stride: number;
}

/** What both kinds have when they are checked. */
interface Common {
  readonly name: string;
  readonly about: string;
  readonly axes: readonly CheckedAxis[];
  readonly seeds: CheckedSeeds;
}

/** A checked study: all defaults in it, the axes written out. */
export type CheckedStudy = Common &
  (
    | Pick<TrainingStudy, "base" | "measure">
    | {
        readonly experiment: string;
        readonly parameters: Readonly<Record<string, unknown>>;
        readonly controls: boolean;
      }
  );

/** Jobs of one study. */
export const MOST_JOBS = 1_000_000;

const ALL = "all";

function checkSeeds(given: unknown): CheckedSeeds {
  if (typeof given === "number") return { first: 0, count: checkInteger("seeds", given, 1, MOST_JOBS), stride: 1 };
  const { first, count, stride } = checkKeys("seeds", given, ["first", "count", "stride"]);
  return {
    first: checkInteger("seeds.first", first ?? 0, 0, 2 ** 40),
    count: checkInteger("seeds.count", count, 1, MOST_JOBS),
    stride: checkInteger("seeds.stride", stride ?? 1, 1, 2 ** 20),
  };
}

function checkAxes(given: unknown, roots: readonly string[]): CheckedAxis[] {
  if (!Array.isArray(given)) throw badOption("axes", "a list", given);
  const axes = given.map((axis, index) => checkAxis(`axes[${index}]`, axis));
  axes.forEach(({ path }, index) => {
    const root = path.split(".")[0]!;
    if (!roots.includes(root))
      throw unknownWord(`axes[${index}].path`, root, roots, {
        expected: `a path that begins with ${roots.map((one) => `"${one}."`).join(", ")}`,
      });
    if (axes.findIndex((axis) => axis.path === path) < index)
      throw badOption(`axes[${index}].path`, "a path of its own", path);
  });
  return axes;
}

function textOf(name: string, value: unknown, otherwise?: string): string {
  if (value === undefined && otherwise !== undefined) return otherwise;
  if (typeof value === "string" && value !== "") return value;
  throw badOption(name, "a text", value);
}

function checkTraining(study: Readonly<Record<string, unknown>>): Pick<TrainingStudy, "base" | "measure"> {
  const base = checkKeys("base", study["base"], ["config", "training", "data", "holdout"]);
  for (const part of ["config", "training", "data"])
    if (typeof base[part] !== "object" || base[part] === null) throw badOption(`base.${part}`, "an object", base[part]);
  return {
    base: base as unknown as TrainingStudy["base"], // every part is checked, point by point, by who takes it
    measure: checkMeasures(study["measure"]),
  };
}

function checkExperiment(study: Readonly<Record<string, unknown>>, axes: readonly CheckedAxis[]) {
  const { experiment, parameters = {}, controls = false } = study;
  const ids = experiments.map(({ id }) => id);
  if (typeof experiment !== "string" || !(experiment === ALL || ids.includes(experiment)))
    throw unknownWord("experiment", experiment, [...ids, ALL]);
  const given = checkKeys("parameters", parameters, Object.keys(Object(parameters) as object));
  const changed = axes.length > 0 || Object.keys(given).length > 0;
  if (experiment === ALL && changed) throw badOption("experiment", "one experiment where there are parameters", ALL);
  if (checkBoolean("controls", controls) && changed)
    throw badOption("controls", "false where there are parameters: a control has its own", controls);
  return { experiment, parameters: given, controls: controls as boolean };
}

const TRAINING = ["name", "about", "base", "axes", "seeds", "measure"];
const EXPERIMENT = ["name", "about", "experiment", "parameters", "axes", "seeds", "controls"];

/**
 * A study with everything checked that needs no network, its defaults filled in.
 *
 * @throws GradiometerError BAD_OPTION naming what is wrong.
 */
export function checkStudy(given: unknown): CheckedStudy {
  const isExperiment = typeof given === "object" && given !== null && "experiment" in given;
  const study = checkKeys("study", given, isExperiment ? EXPERIMENT : TRAINING);
  const axes = checkAxes(
    study["axes"] ?? [],
    isExperiment ? ["parameters"] : ["config", "training", "data", "holdout"],
  );
  const common = {
    name: textOf("name", study["name"]),
    about: textOf("about", study["about"], ""),
    axes,
    seeds: checkSeeds(study["seeds"]),
  };
  const jobs = axes.reduce((product, { values }) => product * values.length, common.seeds.count);
  if (jobs > MOST_JOBS) throw badOption("axes", `at most ${MOST_JOBS} jobs, points × seeds`, jobs);
  return isExperiment ? { ...common, ...checkExperiment(study, axes) } : { ...common, ...checkTraining(study) };
}

/** A study from its file: JSON, in which comments and trailing commas may stand. @throws GradiometerError BAD_FILE */
export function parseStudy(text: string): Study {
  try {
    const study = parseJsonc(text) as Study;
    checkStudy(study);
    return study;
  } catch (cause) {
    if (cause instanceof GradiometerError) throw cause;
    throw new GradiometerError("BAD_FILE", `study: not valid JSON: ${cause instanceof Error ? cause.message : ""}`, {
      cause,
    });
  }
}

/** Whether a study, or a checked one, runs experiments. */
export const isExperimentStudy = (
  study: Study | CheckedStudy,
): study is Extract<CheckedStudy, { experiment: string }> & ExperimentStudy => "experiment" in study;
