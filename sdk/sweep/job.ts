/** One job, from its specification to its line. */
import { coreOf } from "../core/create.js";
import { dataFacts } from "../doctor/dataFacts.js";
import { type Case, checkPatient } from "../doctor/patient.js";
import { type Run, train } from "../doctor/training.js";
import { run as runExperiment } from "../experiments/index.js";
import type { Gradiometer, Mlp, Rnn } from "../types.js";
import { badOption } from "../core/check.js";
import { sha256Text } from "./canonical.js";
import { DataShelf } from "./data.js";
import { type Measure, measureOf } from "./measures.js";
import { jobError } from "./plan.js";
import type { ExperimentJob, Job, ResultLine, TrainingJob, Value } from "./types.js";

/** JSON has no NaN and no infinities; −0 is 0 in it. */
const valueOf = (value: number | null): Value =>
  value === null || Number.isFinite(value) ? value && value + 0 : (String(value) as Value);

/** What the rows of one moment see. */
function lookAt(rows: readonly Measure[], when: "before" | "after", seen: Map<string, number>, subject: Case) {
  const own = rows.filter(({ look }) => look?.when === when);
  return (network: Mlp | Rnn): void => {
    for (const { name, look } of own) seen.set(name, look!.see(network, subject));
  };
}

/** Runs jobs, one after the other: one of these per thread. */
export class JobRunner {
  private readonly shelf: DataShelf;

  constructor(private readonly lab: Gradiometer) {
    this.shelf = new DataShelf(lab);
  }

  /**
   * What a job comes to.
   *
   * @throws GradiometerError what its network, its training or its data are refused with, naming the point and the seed; ABORTED.
   */
  async run(job: Job, signal?: AbortSignal): Promise<ResultLine> {
    try {
      return await ("experiment" in job ? this.experiment(job, signal) : this.training(job, signal));
    } catch (thrown) {
      throw jobError(job, thrown);
    }
  }

  private async training(job: TrainingJob, signal?: AbortSignal): Promise<ResultLine> {
    const { key, point, seed, config, training, holdout } = job;
    const data = await this.shelf.dataOf(job);
    const core = coreOf(this.lab);
    const own = { ...config, seed, ...("init" in config && config.init === "lsuv" && { initData: data.x }) };
    const subject = checkPatient(core, { config: own, training, data, ...(holdout !== undefined && { holdout }) });
    const rows = job.measure.map(measureOf);
    for (const { name, kind } of rows)
      if (kind !== undefined && kind !== subject.kind)
        throw badOption("measure", `a measure of ${subject.kind === "mlp" ? "an Mlp" : "an Rnn"}`, name);
    const seen = new Map<string, number>();
    const run: Run = await train(this.lab, subject, seed, {
      ...(signal && { signal }),
      before: lookAt(rows, "before", seen, subject),
      after: lookAt(rows, "after", seen, subject),
    });
    let constant: number | undefined;
    const values = rows.map((row): [string, Value] => {
      const trained = {
        run,
        subject,
        // Of all rows, and few measures want it.
        get constant() {
          return (constant ??= dataFacts(core, subject).constant);
        },
        seen: seen.get(row.name) ?? null,
      };
      return [row.name, valueOf(row.of(trained))];
    });
    return { key, point, seed, values: Object.fromEntries(values), hash: run.hash };
  }

  private async experiment(job: ExperimentJob, signal?: AbortSignal): Promise<ResultLine> {
    const { key, point, seed, experiment, parameters, claims } = job;
    const result = await runExperiment(this.lab, experiment, parameters, { seed, ...(signal && { signal }) });
    const asked = result.claims.filter(({ id }) => claims.includes(id));
    const values = Object.fromEntries(asked.map(({ id, measured }) => [id, measured as Value]));
    return { key, point, seed, values, hash: sha256Text(JSON.stringify(result)) };
  }
}

/** A line of the file, its end included: the same bytes for the same job on every machine. */
export const lineText = ({ key, point, seed, values, hash }: ResultLine): string =>
  `${JSON.stringify({ key, point, seed, values, hash })}\n`;
