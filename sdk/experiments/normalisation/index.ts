import type { Bench, Experiment, Measurement } from "../types.js";
import { normalisationClaims } from "./claims.js";
import { measureFactors } from "./factors.js";
import { normalisationFigures } from "./figures.js";
import { measureGrowth } from "./growth.js";
import { measurePairs } from "./pairs.js";
import { type NormalisationParameters, normalisationParameters } from "./parameters.js";
import { measureTrainings } from "./trainings.js";

const PARTS = [measureFactors, measurePairs, measureTrainings];
const TICKS = 1000;

async function measure(bench: Bench<NormalisationParameters>): Promise<Measurement> {
  const found: Measurement[] = [];
  for (const [part, measurePart] of PARTS.entries()) {
    found.push(
      await measurePart(bench, (done, total, label) =>
        bench.progress(TICKS * part + Math.floor((TICKS * done) / total), TICKS * PARTS.length, label),
      ),
    );
  }
  found.push(measureGrowth(bench));
  await bench.progress(TICKS * PARTS.length, TICKS * PARTS.length, "done");
  return {
    tables: found.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(found.flatMap(({ measured }) => Object.entries(measured))),
  };
}

/** C29 – C32: what norms do to gradients, and what they do not. */
export const normalisation: Experiment<NormalisationParameters> = {
  id: "normalisation",
  title: "Normalisation: what norms do to gradients",
  question:
    "Layer norm and batch norm are said to cure vanishing and exploding gradients. What factor does each leave per layer, " +
    "which nets does it make learn, and which not?",
  claims: normalisationClaims,
  parameters: normalisationParameters,
  measure,
  figures: normalisationFigures,
};
