import type { Gradiometer } from "../types.js";
import { activationGallery } from "./activationGallery/experiment.js";
import { columnSums } from "./columnSums/experiment.js";
import { creditAssignment } from "./creditAssignment/experiment.js";
import { deepLinear } from "./deepLinear/experiment.js";
import { degradation } from "./degradation/experiment.js";
import { depthSweep } from "./depthSweep/experiment.js";
import { dyingRelu } from "./dyingRelu/experiment.js";
import { exploding } from "./exploding/experiment.js";
import { finiteWidth } from "./finiteWidth/experiment.js";
import { floatUnderflow } from "./floatUnderflow/experiment.js";
import { gates } from "./gates/index.js";
import { gradientHistograms } from "./gradientHistograms/experiment.js";
import { initialisation } from "./initialisation/experiment.js";
import { jacobianSpectrum } from "./jacobianSpectrum/experiment.js";
import { longMemory } from "./longMemory/experiment.js";
import { meanFieldExperiment } from "./meanField/experiment.js";
import { normalisation } from "./normalisation/index.js";
import { recurrentLag } from "./recurrentLag/experiment.js";
import { regressionNet } from "./regressionNet/experiment.js";
import { remedies } from "./remedies/experiment.js";
import { saturation } from "./saturation/experiment.js";
import { scalarChain } from "./scalarChain/experiment.js";
import { shattered } from "./shattered/experiment.js";
import { signUpdates } from "./signUpdates/experiment.js";
import { slips } from "./slips/experiment.js";
import { runOne } from "./run.js";
import type { Experiment, Result, RunOptions } from "./types.js";

export { type ActivationCost, activationCosts } from "./activationGallery/cost.js";
export type {
  Bench,
  Cell,
  Claim,
  ClaimSpec,
  Experiment,
  Measurement,
  ParameterProperty,
  ParameterSchema,
  Progress,
  Result,
  RunOptions,
  Table,
} from "./types.js";

/** Every experiment, in the order in which they are best read. A new one is one file and one row here. */
export const experiments: readonly Experiment[] = Object.freeze([
  scalarChain,
  regressionNet,
  activationGallery,
  floatUnderflow,
  saturation,
  dyingRelu,
  jacobianSpectrum,
  columnSums,
  deepLinear,
  depthSweep,
  gradientHistograms,
  initialisation,
  meanFieldExperiment,
  finiteWidth,
  shattered,
  degradation,
  normalisation,
  creditAssignment,
  recurrentLag,
  longMemory,
  gates,
  exploding,
  signUpdates,
  remedies,
  slips,
]);

/**
 * Runs an experiment and holds its claims against what it measured.
 *
 * @param lab          what `load()` returned. The run leaves its memory as it found it, but for growth.
 * @param parameters   those that differ from the defaults of the experiment's schema.
 * @returns plain JSON without a clock: the same parameters and seed give the same bytes in every engine.
 * @throws GradiometerError BAD_OPTION for an unknown id, a parameter out of range or an unknown option; ABORTED after the
 *         signal; nothing was measured by half then.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * import { run } from "gradiometer/experiments";
 * const { claims } = await run(await load(), "scalar-chain", { draws: 1000 }, { seed: 1 });
 * console.log(claims.find(({ id }) => id.startsWith("C1."))?.holds); // true
 * ```
 */
export function run(lab: Gradiometer, id: string, parameters: object = {}, options: RunOptions = {}): Promise<Result> {
  return runOne(experiments, lab, id, parameters, options);
}
