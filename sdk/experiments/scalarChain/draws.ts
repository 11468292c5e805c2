import { coreOf } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { resolveActivation } from "../../nn/activation.js";
import { type ScalarChainParameters, scalarFunctions } from "./chain.js";
import { standardError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Measurement } from "../types.js";

/** The variances of C3; the parameter's own joins them. */
const VARIANCES = [1, 0.9, 0.5, 0.25, 0.1];
const LAYERS = 3;
const HALF = 0.5;
/** Share of the draws above x/64 at variance 1, to three digits. */
const EXCEEDING = 0.0524;

/**
 * C3: chains of three layers with weights from N(mean, Σ) at x = 1, against 0 ≤ ∂f/∂w₁ ≤ φ'max³, which is x/64 for the
 * sigmoid. Every variance sees the same standard normal numbers.
 */
export async function measureDraws({
  lab,
  parameters,
  seed,
  progress,
}: Bench<ScalarChainParameters>): Promise<Measurement> {
  const core = coreOf(lab);
  const { activation, draws, mean, variance } = parameters;
  const { value, slope } = scalarFunctions(core, activation);
  const { maxSlope } = resolveActivation(activation);
  const bound = maxSlope * maxSlope * maxSlope;
  const noise = normals(core, seed, streamOf(Purpose.Experiment, 0), LAYERS * draws, 0, 1);

  const variances = VARIANCES.includes(variance) ? VARIANCES : [variance, ...VARIANCES];
  const rows: number[][] = [];
  for (const [index, current] of variances.entries()) {
    await progress(index, variances.length, `variance ${current}`);
    const std = Math.sqrt(current);
    let negative = 0;
    let exceeding = 0;
    for (let draw = 0; draw < draws; draw++) {
      const w1 = mean + std * noise[LAYERS * draw]!;
      const w2 = mean + std * noise[LAYERS * draw + 1]!;
      const w3 = mean + std * noise[LAYERS * draw + 2]!;
      const u3 = w2 * value(w1);
      const gradient = slope(w3 * value(u3)) * w3 * slope(u3) * w2 * slope(w1);
      if (gradient < 0) negative++;
      else if (gradient > bound) exceeding++;
    }
    const inside = (draws - negative - exceeding) / draws;
    const [below, above] = [negative / draws, exceeding / draws];
    rows.push([current, below, standardError(below, draws), above, standardError(above, draws), inside]);
  }
  await progress(variances.length, variances.length, "done");
  const [, negative, , exceeding, , inside] = rows.find(([current]) => current === variance)!;
  const name = `0 ≤ ∂f/∂w₁ ≤ x·${bound} over ${draws} draws`;
  const headings = ["variance", "below 0", "standard error below", "above the bound", "standard error above", "inside"];
  return {
    tables: [table(name, headings, rows)],
    measured: {
      "C3.range": inside,
      "C3.negative": (negative! - HALF) / standardError(HALF, draws),
      "C3.exceed": (exceeding! - EXCEEDING) / standardError(EXCEEDING, draws),
    },
  };
}
