/** What theory says over the axes of a study. A new law is one row. */
import { isRnnConfig } from "../../doctor/preflight.js";
import { exp, ln } from "../../theory/elementary.js";
import { criticalPoint, meanField } from "../../theory/meanField.js";
import type { Activation, MlpConfig } from "../../types.js";
import { type CheckedStudy, isExperimentStudy } from "../study.js";
import type { NumericAxis } from "./axes.js";

/** A line of theory over the plane of two axes; null where it leaves the plane. */
export interface TheoryLine {
  readonly name: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
}

/** A law over a plane: null where it says nothing about the study. */
type PlaneLaw = (config: MlpConfig, x: NumericAxis, y: NumericAxis) => TheoryLine | null;

const WEIGHT = "config.init.weight";
const DEPTH = "config.depth";
/** Points of a line. */
const POINTS = 100;

/** Places along an axis, evenly as it is drawn. */
function along({ values, spec }: NumericAxis): number[] {
  const [low, high] = [values[0]!, values.at(-1)!];
  const share = (index: number): number => index / (POINTS - 1);
  return Array.from({ length: POINTS }, (_, index) =>
    spec.scale === "log" ? low * exp(share(index) * ln(high / low)) : low + share(index) * (high - low),
  );
}

/** The activation and σ_b² of a net to which mean field theory applies as it stands; null for any other. */
function fieldOf(config: MlpConfig): { activation: Activation; biasVariance: number } | null {
  const { activation = "tanh", init, norm = "none", skip = "none" } = config;
  const plain = norm === "none" && skip === "none" && !Array.isArray(activation);
  if (!plain || typeof init !== "object" || init.kind !== "variance") return null;
  return { activation: activation as Activation, biasVariance: init.bias };
}

/** A law as a curve of depth over σ_w², whichever of the two lies along x. */
function overWeight(
  name: string,
  x: NumericAxis,
  y: NumericAxis,
  depthAt: (weight: number) => number,
): TheoryLine | null {
  const weights = x.path === WEIGHT && y.path === DEPTH ? x : x.path === DEPTH && y.path === WEIGHT ? y : null;
  if (weights === null) return null;
  const depths = weights === x ? y : x;
  const [least, most] = [depths.values[0]!, depths.values.at(-1)!];
  const across = along(weights);
  const up = across.map((weight) => {
    const depth = depthAt(weight);
    return depth >= least && depth <= most ? depth : null;
  });
  if (up.every((depth) => depth === null)) return null;
  return weights === x ? { name, x: across, y: up } : { name, x: up, y: across };
}

/** Six depth scales: beyond, no signal of the input is left (Schoenholz et al. 2017, «Deep Information Propagation», 4). */
const sixDepthScales: PlaneLaw = (config, x, y) => {
  const field = fieldOf(config);
  if (!field) return null;
  return overWeight("6 ξ_c", x, y, (weightVariance) => 6 * meanField({ ...field, weightVariance }).depthScale);
};

/** χ₁ = 1: gradients neither shrink nor grow (Poole et al. 2016; Schoenholz et al. 2017, 3). */
const critical: PlaneLaw = (config, x, y) => {
  const field = fieldOf(config);
  const axis = [x, y].find(({ path }) => path === WEIGHT);
  if (!field || !axis) return null;
  const { weightVariance } = criticalPoint(field);
  if (weightVariance < axis.values[0]! || weightVariance > axis.values.at(-1)!) return null;
  const other = axis === x ? y : x;
  const [across, up] = [Array<number>(2).fill(weightVariance), [other.values[0]!, other.values.at(-1)!]];
  return axis === x ? { name: "χ₁ = 1", x: across, y: up } : { name: "χ₁ = 1", x: up, y: across };
};

const PLANE: readonly PlaneLaw[] = [sixDepthScales, critical];

/** The configuration of a study's points, with what one point sets besides the axes of the figure; null for experiments and Rnns. */
function configOf(study: CheckedStudy): MlpConfig | null {
  if (isExperimentStudy(study)) return null;
  const { config } = study.base;
  return isRnnConfig(config) ? null : config;
}

/** All that theory says over a plane; a law whose theory has no value for the activation says nothing. */
export function planeTheory(study: CheckedStudy, x: NumericAxis, y: NumericAxis): TheoryLine[] {
  const config = configOf(study);
  // A base may leave to an axis what the laws go by.
  const moves = ["config.activation", "config.norm", "config.skip", "config.init", "config.init.bias"];
  if (!config || study.axes.some(({ path }) => moves.includes(path))) return [];
  return PLANE.flatMap((law) => law(config, x, y) ?? []);
}
