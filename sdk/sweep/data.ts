/** Data of a job: made once for all the jobs in a row that share them. */
import { badOption, checkBoolean, checkKeys } from "../core/check.js";
import { digits } from "../data/digits.js";
import type { Patient } from "../doctor/types.js";
import { makeData } from "../doctor/zooData.js";
import type { Gradiometer } from "../types.js";
import { canonicalJson } from "./canonical.js";
import type { StudyData, TrainingJob } from "./types.js";

type Data = Patient["data"];

/** Data sets that are kept at once: jobs come in the order of their keys, which mixes those of different data. */
const KEPT = 16;

async function made(lab: Gradiometer, given: Omit<StudyData, "fresh">): Promise<Data> {
  if (given.generator !== "digits") return makeData(lab, given);
  const { options = {} } = checkKeys("data", given, ["generator", "options"]);
  return (await digits(lab, options as object)).train;
}

/** Makes data, and keeps the last few sets: one of these per thread. */
export class DataShelf {
  private readonly kept = new Map<string, Data>();

  constructor(private readonly lab: Gradiometer) {}

  /** @throws GradiometerError BAD_OPTION */
  async dataOf({ data, seed }: Pick<TrainingJob, "data" | "seed">): Promise<Data> {
    if (!("generator" in data)) return data;
    const { fresh = false, ...rest } = data;
    if (checkBoolean("data.fresh", fresh) && rest.options?.["seed"] !== undefined)
      throw badOption("data.options.seed", "none where data.fresh is true: the job's seed is it", rest.options["seed"]);
    const wanted = fresh ? { ...rest, options: { ...rest.options, seed } } : rest;
    const key = canonicalJson(wanted);
    const found = this.kept.get(key) ?? (await made(this.lab, wanted));
    this.kept.delete(key);
    this.kept.set(key, found);
    for (const oldest of this.kept.keys()) if (this.kept.size > KEPT) this.kept.delete(oldest);
    return found;
  }
}
