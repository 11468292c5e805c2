import { badOption, checkFunction, checkInteger, checkKeys, checkSignal } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { showing } from "../core/display.js";
import { GradiometerError } from "../core/errors.js";
import type { Gradiometer } from "../types.js";
import { judgeAll } from "./claim.js";
import { resultBundle } from "./notebook.js";
import { checkParameters } from "./parameters.js";
import type { Experiment, Result, RunOptions } from "./types.js";

/** `run` over a registry; see index.ts. */
export async function runOne(
  experiments: readonly Experiment[],
  lab: Gradiometer,
  id: string,
  given: object,
  options: RunOptions,
): Promise<Result> {
  const experiment = experiments.find((candidate) => candidate.id === id);
  if (!experiment) throw badOption("id", `one of ${experiments.map((candidate) => candidate.id).join(", ")}`, id);
  const checked = checkKeys("options", options, ["seed", "signal", "onProgress"]);
  const seed = checkInteger("seed", checked["seed"] ?? 0, 0);
  checkSignal("signal", checked["signal"]);
  checkFunction("onProgress", checked["onProgress"]);
  const parameters = checkParameters(experiment.parameters, given);
  const { platform } = coreOf(lab);

  const stopWhenAborted = (): void => {
    if (options.signal?.aborted) throw new GradiometerError("ABORTED", `run: ${id} was stopped by the signal`);
  };
  stopWhenAborted();
  const { tables, measured } = await experiment.measure({
    lab,
    parameters: parameters as never, // the schema, checked above, describes exactly the body's own type
    seed,
    async progress(done, total, label) {
      options.onProgress?.({ done, total, label });
      stopWhenAborted();
      await platform.pause();
      stopWhenAborted();
    },
  });
  const result: Result = {
    experiment: id,
    parameters,
    seed,
    version: lab.version,
    variant: lab.variant,
    tables,
    claims: judgeAll(experiment.claims, measured),
  };
  return showing(result, () => resultBundle(result));
}
