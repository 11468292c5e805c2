/** The jobs of a study: which there are, and what each is to do. Nothing is kept of them: a job is made when it is asked for. */
import { VERSION } from "../../build/generated/version.js";
import { badOption, checkInteger } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { isRnnConfig } from "../doctor/preflight.js";
import { experiments } from "../experiments/index.js";
import { checkParameters } from "../experiments/parameters.js";
import type { Experiment } from "../experiments/types.js";
import { normaliseMlpConfig } from "../nn/config.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { checkTrainerConfig } from "../nn/training.js";
import { moved } from "./axes.js";
import { canonicalAround, canonicalJson, sha256Text } from "./canonical.js";
import { type CheckedStudy, checkStudy, isExperimentStudy } from "./study.js";
import type { ExperimentJob, Job, Shard, TrainingJob } from "./types.js";

/** A point with what all its jobs share; the seed is still to come. */
type Point = Omit<TrainingJob, "key" | "seed"> | Omit<ExperimentJob, "key" | "seed">;

/** The jobs of a study, by their number: points in the order of the axes, the last axis fastest, the seeds of a point in a row. */
export interface Plan {
  readonly study: CheckedStudy;
  /** SHA-256 of the study and the version that runs it. */
  readonly id: string;
  /** How many jobs there are. */
  readonly count: number;
  /** @throws GradiometerError BAD_OPTION */
  job(index: number): Job;
}

/** A point, and the text that its jobs' keys are digests of, but for the seed in its middle. */
interface KnownPoint {
  readonly point: Point;
  readonly around: readonly [before: string, after: string];
}

/** Points that are kept for their next seed. */
const MOST_KNOWN = 1024;

/** What a point is, in a message. */
const nameOf = (point: object): string =>
  Object.entries(point)
    .map(([path, value]) => `${path} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");

/** The error of one job, which says at which point, and from which seed, it came up. */
export function jobError({ point, seed }: Pick<Job, "point" | "seed">, thrown: unknown): unknown {
  if (!(thrown instanceof GradiometerError) || thrown.code === "ABORTED") return thrown;
  const where = Object.keys(point).length === 0 ? "" : `${nameOf(point)}, `;
  return new GradiometerError(thrown.code, `${where}seed ${seed}: ${thrown.message}`, { cause: thrown });
}

/** The index-th point: values of the axes, the last axis fastest. */
function valuesAt({ axes }: CheckedStudy, index: number): Record<string, unknown> {
  const values: [string, unknown][] = [];
  let rest = index;
  for (const axis of [...axes].reverse()) {
    values.push([axis.path, axis.values[rest % axis.values.length]]);
    rest = Math.floor(rest / axis.values.length);
  }
  return Object.fromEntries(values.reverse());
}

/** What a point sets in what all points share. @throws GradiometerError BAD_OPTION where a path leads nowhere */
export const movedTo = <T extends object>(base: T, point: Job["point"]): T =>
  Object.entries(point).reduce((made, [path, value]) => moved(made, path, value), base);

/** Runs of one experiment: its claims, and with controls these, claims of one control together. */
function runsOf({ id, claims }: Experiment, controls: boolean): Omit<ExperimentJob, "key" | "seed">[] {
  const all = { point: { experiment: id }, experiment: id, parameters: {}, claims: claims.map((claim) => claim.id) };
  if (!controls) return [all];
  const byControl = new Map<string, string[]>();
  for (const claim of claims) {
    const key = canonicalJson(claim.control);
    byControl.set(key, [...(byControl.get(key) ?? []), claim.id]);
  }
  const others = [...byControl].map(([key, asked]) => ({
    point: { experiment: id, control: asked.join(", ") },
    experiment: id,
    parameters: JSON.parse(key) as Record<string, unknown>,
    claims: asked,
  }));
  return [all, ...others];
}

function pointsOf(study: CheckedStudy): { count: number; at(index: number): Point } {
  const count = study.axes.reduce((product, { values }) => product * values.length, 1);
  if (!isExperimentStudy(study)) {
    const { base, measure } = study;
    return {
      count,
      at(index) {
        const point = valuesAt(study, index);
        return { point, ...movedTo(base, point), measure };
      },
    };
  }
  const chosen = experiments.filter(({ id }) => study.experiment === "all" || id === study.experiment);
  if (study.experiment === "all" || study.controls) {
    const runs = chosen.flatMap((experiment) => runsOf(experiment, study.controls));
    return { count: runs.length, at: (index) => runs[index]! };
  }
  const [experiment] = chosen;
  const claims = experiment!.claims.map(({ id }) => id);
  return {
    count,
    at(index) {
      const point = valuesAt(study, index);
      const { parameters } = movedTo({ parameters: study.parameters }, point);
      return { point, experiment: study.experiment, parameters, claims };
    },
  };
}

/** What the network, the training and the experiment of a point are refused with is refused before any job runs. */
function checkPoint(point: Point): void {
  if ("experiment" in point) {
    const { parameters } = experiments.find(({ id }) => id === point.experiment)!;
    checkParameters(parameters, point.parameters);
    return;
  }
  const { epochs, batch, ...rest } = point.training;
  checkTrainerConfig(rest);
  checkInteger("training.epochs", epochs, 1);
  if (batch !== undefined) checkInteger("training.batch", batch, 1);
  if (isRnnConfig(point.config)) normaliseRnnConfig(point.config);
  else if (point.config.init !== "lsuv") normaliseMlpConfig(point.config);
}

/** A text of hex digits that stands for large data in a job's specification. */
function digestOf(data: object): object {
  return "generator" in data ? data : { sha256: sha256Text(canonicalJson(data)) };
}

/**
 * What a study has to do.
 *
 * @throws GradiometerError BAD_OPTION naming what is wrong with the study, or the point at which a network, a training or an
 *         experiment would be refused.
 */
export function planOf(given: unknown): Plan {
  const study = checkStudy(given);
  const { first, count: seeds, stride } = study.seeds;
  const points = pointsOf(study);
  const seedAt = (index: number): number => first + stride * (index % seeds);
  for (let index = 0; index < points.count; index++) {
    let point: Pick<Job, "point"> = { point: valuesAt(study, index) };
    try {
      const whole = points.at(index);
      point = whole;
      checkPoint(whole);
    } catch (thrown) {
      throw jobError({ ...point, seed: first }, thrown);
    }
  }
  const digests = new WeakMap<object, object>();
  const shortOf = (data: object): object => {
    const known = digests.get(data) ?? digestOf(data);
    digests.set(data, known);
    return known;
  };
  const memo = new Map<number, KnownPoint>();
  const pointAt = (place: number): KnownPoint => {
    const before = memo.get(place);
    if (before) return before;
    const point = points.at(place);
    const specification = "data" in point ? { ...point, data: shortOf(point.data) } : point;
    const known = { point, around: canonicalAround("seed", { ...specification, version: VERSION }) };
    if (memo.size >= MOST_KNOWN) memo.clear();
    memo.set(place, known);
    return known;
  };
  return {
    study,
    id: sha256Text(canonicalJson({ version: VERSION, study })),
    count: points.count * seeds,
    job(index) {
      const { point, around } = pointAt(Math.floor(index / seeds));
      const seed = seedAt(index);
      return { ...point, seed, key: sha256Text(`${around[0]}${seed}${around[1]}`) };
    },
  };
}

/** @throws GradiometerError BAD_OPTION */
export function checkShard(given: unknown): Shard {
  const { index, of } = (typeof given === "object" ? (given ?? {}) : {}) as Partial<Shard>;
  const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;
  if (whole(index) && whole(of) && index <= of) return { index, of };
  throw badOption("shard", "{ index, of }, part 1 of 4 to part 4 of 4", given);
}

/** The jobs of a plan in the order of their keys, all or those of one shard. Takes some microseconds a job. */
export function jobOrder(plan: Plan, shard: Shard = { index: 1, of: 1 }): { indices: Uint32Array; keys: string[] } {
  const keys = Array.from({ length: plan.count }, (_, index) => plan.job(index).key);
  const indices = Uint32Array.from(keys.keys()).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
  const again = indices.findIndex((index, place) => place > 0 && keys[index] === keys[indices[place - 1]!]);
  if (again >= 0) throw badOption("axes", "points that all differ", plan.job(indices[again]!).point);
  const { index: part, of } = checkShard(shard);
  const own = indices.filter((_, place) => place % of === part - 1);
  return { indices: own, keys: Array.from(own, (index) => keys[index]!) };
}
