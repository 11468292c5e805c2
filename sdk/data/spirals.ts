import { checkBoolean, checkInteger, checkKeys, checkNumber } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { normals, Purpose, streamOf } from "../core/random.js";
import type { Gradiometer } from "../types.js";
import { type LabelledRows, oneHot, standardise } from "./rows.js";

/** What `spirals` takes. */
export interface SpiralsOptions {
  /** Points of all arms together, 2 … 1,000,000; default 400. */
  samples?: number;
  /** Arms, 2 … 255; default 2. */
  classes?: number;
  /** How often an arm goes round, a number from 0 to 100; default 1.75. Lang & Witbrock's two spirals have 3. */
  turns?: number;
  /** Standard deviation of the Gaussian noise on each coordinate, 0 – 1000, beside arms of length 1; default .02. */
  noise?: number;
  /** Integer ≥ 0, default 0. */
  seed?: number;
  /** Both coordinates to mean 0 and standard deviation 1 (default true), after the noise. */
  standardise?: boolean;
}

const MAX_SAMPLES = 1_000_000;

/**
 * Spirals that wind round each other: arm c of C is r (cos θ, sin θ) with θ = 2π (turns·r + c/C) and r even on (0, 1],
 * plus noise. Rows go round the classes, so every head of the data is balanced.
 *
 * A pure function of the options, with the same bits in every engine. After Lang & Witbrock 1988.
 *
 * @returns x [samples, 2], y one-hot [samples, classes], labels, count; the arrays are the caller's.
 * @throws GradiometerError BAD_OPTION
 */
export function spirals(lab: Gradiometer, options: SpiralsOptions = {}): LabelledRows {
  const given = checkKeys("options", options, ["samples", "classes", "turns", "noise", "seed", "standardise"]);
  const samples = checkInteger("samples", given["samples"] ?? 400, 2, MAX_SAMPLES);
  const classes = checkInteger("classes", given["classes"] ?? 2, 2, 255);
  const turns = checkNumber("turns", given["turns"] ?? 1.75, "a number from 0 to 100", (v) => v >= 0 && v <= 100);
  const noise = checkNumber("noise", given["noise"] ?? 0.02, "a number from 0 to 1000", (v) => v >= 0 && v <= 1000);
  const seed = checkInteger("seed", given["seed"] ?? 0, 0);
  const standard = checkBoolean("standardise", given["standardise"] ?? true);

  const core = coreOf(lab);
  const jitter = normals(core, seed, streamOf(Purpose.Data, 1), 2 * samples, 0, noise);
  const points = new Float64Array(2 * samples);
  const labels = new Uint8Array(samples);
  const perArm = Math.ceil(samples / classes);
  for (let row = 0; row < samples; row++) {
    const arm = row % classes;
    const radius = (Math.floor(row / classes) + 1) / perArm;
    // Half turns are taken off before π comes in: the sine of π in float64 is not 0.
    const halves = 2 * (turns * radius + arm / classes);
    const whole = Math.floor(halves);
    const angle = Math.PI * (halves - whole);
    const along = whole % 2 === 0 ? radius : -radius;
    points[2 * row] = along * core.wasm.cos64(angle) + jitter[2 * row]!;
    points[2 * row + 1] = along * core.wasm.sin64(angle) + jitter[2 * row + 1]!;
    labels[row] = arm;
  }
  const x = standard ? standardise(points, 2) : Float32Array.from(points);
  return { x, y: oneHot(labels, classes), labels, count: samples };
}
