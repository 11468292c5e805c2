import { checkBoolean, checkInteger, checkKeys, checkNumber } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { normals, Purpose, streamOf } from "../core/random.js";
import type { Gradiometer } from "../types.js";
import { type LabelledRows, oneHot, standardise } from "./rows.js";

/** What `twoMoons` takes. */
export interface MoonsOptions {
  /** Points of both moons together, 2 … 1,000,000; default 400. */
  samples?: number;
  /** Standard deviation of the Gaussian noise on each coordinate, 0 – 1000; default .1. */
  noise?: number;
  /** Integer ≥ 0, default 0. */
  seed?: number;
  /** Both coordinates to mean 0 and standard deviation 1 (default true), after the noise. */
  standardise?: boolean;
}

const MAX_SAMPLES = 1_000_000;

/**
 * Two half circles that reach into each other: class 0 is (cos t, sin t), class 1 is (1 − cos t, ½ − sin t), with t even
 * on [0, π], plus noise. Rows alternate between the classes, so every head of the data is balanced.
 *
 * A pure function of the options, with the same bits in every engine. The shape is that of scikit-learn's `make_moons`.
 *
 * @returns x [samples, 2], y one-hot [samples, 2], labels, count; the arrays are the caller's.
 * @throws GradiometerError BAD_OPTION
 */
export function twoMoons(lab: Gradiometer, options: MoonsOptions = {}): LabelledRows {
  const given = checkKeys("options", options, ["samples", "noise", "seed", "standardise"]);
  const samples = checkInteger("samples", given["samples"] ?? 400, 2, MAX_SAMPLES);
  const noise = checkNumber("noise", given["noise"] ?? 0.1, "a number from 0 to 1000", (v) => v >= 0 && v <= 1000);
  const seed = checkInteger("seed", given["seed"] ?? 0, 0);
  const standard = checkBoolean("standardise", given["standardise"] ?? true);

  const core = coreOf(lab);
  const jitter = normals(core, seed, streamOf(Purpose.Data, 0), 2 * samples, 0, noise);
  const points = new Float64Array(2 * samples);
  const labels = new Uint8Array(samples);
  const sizes = [Math.ceil(samples / 2), Math.floor(samples / 2)] as const;
  for (let row = 0; row < samples; row++) {
    const inner = row % 2 === 1;
    const size = inner ? sizes[1] : sizes[0];
    const t = size > 1 ? (Math.PI * Math.floor(row / 2)) / (size - 1) : 0;
    const x = core.wasm.cos64(t);
    const y = core.wasm.sin64(t);
    points[2 * row] = (inner ? 1 - x : x) + jitter[2 * row]!;
    points[2 * row + 1] = (inner ? 0.5 - y : y) + jitter[2 * row + 1]!;
    labels[row] = inner ? 1 : 0;
  }
  const x = standard ? standardise(points, 2) : Float32Array.from(points);
  return { x, y: oneHot(labels, 2), labels, count: samples };
}
