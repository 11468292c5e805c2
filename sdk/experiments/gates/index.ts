import type { Bench, Experiment, Measurement } from "../types.js";
import { measureAdding } from "./adding.js";
import { gatesClaims } from "./claims.js";
import { measureClipping } from "./clipping.js";
import { gatesFigures } from "./figures.js";
import { measureForgetting } from "./forget.js";
import { measureGrowth } from "./growth.js";
import { type GatesParameters, gatesParameters } from "./parameters.js";

const PARTS = [measureForgetting, measureAdding, measureGrowth, measureClipping];
/** Of the progress of one part. */
const UNITS = 1000;

async function measure(bench: Bench<GatesParameters>): Promise<Measurement> {
  const measured: Measurement[] = [];
  for (const [index, part] of PARTS.entries()) {
    const progress = (done: number, total: number, label: string): Promise<void> =>
      bench.progress(UNITS * (index + done / total), UNITS * PARTS.length, label);
    measured.push(await part({ ...bench, progress }));
  }
  await bench.progress(UNITS * PARTS.length, UNITS * PARTS.length, "done");
  return {
    tables: measured.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(measured.flatMap((part) => Object.entries(part.measured))),
  };
}

/** C33 – C35: gated cells over many steps. */
export const gates: Experiment<GatesParameters> = {
  id: "gates",
  title: "Gates: LSTM and GRU over many steps",
  question:
    "What do the gates of an LSTM or a GRU do to a gradient that travels through many steps, what do they learn that a plain recurrent net does not, and does nothing explode in them?",
  claims: gatesClaims,
  parameters: gatesParameters,
  measure,
  figures: gatesFigures,
};
