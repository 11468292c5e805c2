/**
 * Draws the picture of docs/sweep.md: the study `trainability-tanh`, run on all cores.
 *
 *     npm run picture:sweep
 */
import { writeFileSync } from "node:fs";
import { load } from "gradiometer";
import { figure } from "gradiometer/figure";
import { studies, sweep, sweepFigures, workers } from "gradiometer/sweep";

const FILE = new URL("../docs/images/trainability.svg", import.meta.url);

const study = studies.find(({ name }) => name === "trainability-tanh");
const pool = await workers(study);
try {
  const onProgress = ({ done, total }) => process.stderr.write(`\r${done} of ${total}`);
  const { lines } = await sweep(await load(), study, { workers: pool, onProgress });
  const spec = sweepFigures(study, lines).find(({ kind, colour }) => kind === "heat" && colour.label === "accuracy");
  writeFileSync(FILE, `${figure({ ...spec, title: "How deep can a tanh net be and still be trained?" })}\n`);
} finally {
  for (const worker of pool) await worker.close();
}
