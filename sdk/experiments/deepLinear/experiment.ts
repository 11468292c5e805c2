import type { Bench, Experiment, Measurement } from "../types.js";
import { deepLinearClaims } from "./claims.js";
import { deepLinearFigures } from "./figures.js";
import { measureIdentity, measureIsometry } from "./identity.js";
import { type DeepLinearParameters, deepLinearParameters } from "./parameters.js";
import { measureEdge, measureExponents } from "./products.js";
import { measureSaxe } from "./saxe.js";

/** Shares of the whole time, in the order in which they are measured. */
const PARTS = [measureSaxe, measureIsometry, measureEdge, measureExponents];
const TICKS = 1000;

async function measure(bench: Bench<DeepLinearParameters>): Promise<Measurement> {
  const found: Measurement[] = [measureIdentity(bench)];
  for (const [part, measurePart] of PARTS.entries()) {
    const report = (done: number, total: number, label: string): Promise<void> =>
      bench.progress(TICKS * part + Math.floor((TICKS * done) / total), TICKS * PARTS.length, label);
    found.push(await measurePart(bench, report));
  }
  await bench.progress(TICKS * PARTS.length, TICKS * PARTS.length, "done");
  return {
    tables: found.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(found.flatMap(({ measured }) => Object.entries(measured))),
  };
}

/** C9: products of matrices without anything between them, and what a net of them learns when. */
export const deepLinear: Experiment<DeepLinearParameters> = {
  id: "deep-linear",
  title: "Deep linear nets: depth without nonlinearity",
  question:
    "Take the activations away: what is left is a product of matrices. Does it already explode and vanish, which starts keep " +
    "it from doing so, and how long does such a net take to learn?",
  claims: deepLinearClaims,
  parameters: deepLinearParameters,
  measure,
  figures: deepLinearFigures,
};
