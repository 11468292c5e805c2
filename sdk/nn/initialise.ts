import { badOption, checkKeys, checkNumber } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { Purpose, streamOf } from "../core/random.js";
import type { Init } from "../types.js";
import type { ResolvedActivation } from "./activation.js";

/** One weight matrix to fill, and the bias beside it. */
export interface Target {
  readonly core: Core;
  readonly seed: number;
  /** Which matrix of the network this is: it chooses the stream of random numbers. */
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Address of [fanIn, fanOut] float32. */
  readonly weight: number;
  /** Address of [fanOut] float32, already zero; 0 when the layer has none. */
  readonly bias: number;
  /** The activation that follows. */
  readonly activation: ResolvedActivation;
}

type Fill = (target: Target) => void;

/** W ~ U(−limit, limit). */
function uniform({ core, seed, index, fanIn, fanOut, weight }: Target, limit: number): void {
  core.wasm.uniform(seed, streamOf(Purpose.Weight, index), fanIn * fanOut, weight, -limit, limit);
}

/** W ~ N(0, std²). */
function normal({ core, seed, index, fanIn, fanOut, weight }: Target, std: number): void {
  core.wasm.normal(seed, streamOf(Purpose.Weight, index), fanIn * fanOut, weight, 0, std);
}

/** W ~ N(0, σ_w²/fanIn), b ~ N(0, σ_b²): the ensemble of mean-field theory (Poole 2016). */
function variance(target: Target, weight: number, bias: number): void {
  normal(target, Math.sqrt(weight / target.fanIn));
  if (target.bias && bias > 0) {
    target.core.wasm.normal(
      target.seed,
      streamOf(Purpose.Bias, target.index),
      target.fanOut,
      target.bias,
      0,
      Math.sqrt(bias),
    );
  }
}

/** gain·Q, Q uniform among the matrices with orthonormal rows or columns, whichever are fewer (Saxe 2013). */
function orthogonal({ core, seed, index, fanIn, fanOut, weight }: Target, gain: number): void {
  const { arena, wasm } = core;
  const rows = Math.max(fanIn, fanOut);
  const columns = Math.min(fanIn, fanOut);
  const count = rows * columns;
  arena.scratch(8 * (count + 2 * columns), "orthogonal initialisation", (work) => {
    wasm.normal(seed, streamOf(Purpose.Weight, index), count, weight, 0, 1);
    wasm.widen(count, weight, work);
    wasm.orthonormalise(rows, columns, work, work + 8 * count);
    if (fanIn >= fanOut) wasm.narrow(count, work, weight, gain);
    else transposeTo(arena.f64(work, count), arena.f32(weight, count), rows, columns, gain);
  });
}

/** to[columns, rows] ← gain · from[rows, columns]ᵀ. */
function transposeTo(from: Float64Array, to: Float32Array, rows: number, columns: number, gain: number): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[j * rows + i] = gain * (from[i * columns + j] ?? 0);
  }
}

/** The initialisations without parameters. A new one is one row. */
const NAMED: Readonly<Record<string, Fill>> = {
  standard: (t) => uniform(t, 1 / Math.sqrt(t.fanIn)),
  "glorot-uniform": (t) => uniform(t, Math.sqrt(6 / (t.fanIn + t.fanOut))), // Glorot & Bengio 2010, eq. 16
  "glorot-normal": (t) => normal(t, Math.sqrt(2 / (t.fanIn + t.fanOut))),
  "he-uniform": (t) => uniform(t, Math.sqrt(6 / t.fanIn)), // He 2015, eq. 10
  "he-normal": (t) => normal(t, Math.sqrt(2 / t.fanIn)),
  "lecun-uniform": (t) => uniform(t, Math.sqrt(3 / t.fanIn)), // LeCun 1998, §4.6
  "lecun-normal": (t) => normal(t, 1 / Math.sqrt(t.fanIn)),
  orthogonal: (t) => orthogonal(t, 1),
  lsuv: (t) => orthogonal(t, 1), // where it starts; lsuv.ts does the rest
  critical: (t) => {
    const point = t.activation.critical(t.activation.alpha);
    if (!point) {
      const message = `init: "critical" has no point where χ₁ = 1 for the activation of layer ${t.index}`;
      throw new GradiometerError("UNSUPPORTED", message);
    }
    variance(t, point.weight, point.bias);
  },
  zeros: () => undefined,
};

/** Beyond this, draws or sums of them would leave float32. */
const LARGEST = 1e30;
const positive = (value: number): boolean => value > 0 && value <= LARGEST;
const notNegative = (value: number): boolean => value >= 0 && value <= LARGEST;

/** The initialisations with numbers: which, what they must be, and what they do. */
const WITH_NUMBERS: Readonly<
  Record<
    string,
    {
      numbers: Readonly<Record<string, (value: number) => boolean>>;
      fill(target: Target, values: readonly number[]): void;
    }
  >
> = {
  normal: { numbers: { std: notNegative }, fill: (t, [std = 0]) => normal(t, std) },
  uniform: { numbers: { limit: notNegative }, fill: (t, [limit = 0]) => uniform(t, limit) },
  orthogonal: { numbers: { gain: positive }, fill: (t, [gain = 1]) => orthogonal(t, gain) },
  variance: { numbers: { weight: notNegative, bias: notNegative }, fill: (t, [w = 0, b = 0]) => variance(t, w, b) },
};

/**
 * @param measures  whether "lsuv" is among the choices: it needs a batch to measure on.
 * @throws GradiometerError BAD_OPTION for what is no initialisation.
 */
export function checkInit(name: string, init: unknown, measures = false): Init {
  const names = Object.keys(NAMED).filter((key) => measures || key !== "lsuv");
  if (typeof init === "string") {
    if (names.includes(init)) return init as Init;
  } else if (typeof init === "object" && init !== null && "kind" in init) {
    const { kind } = init;
    const row = typeof kind === "string" && Object.hasOwn(WITH_NUMBERS, kind) ? WITH_NUMBERS[kind] : undefined;
    if (row) {
      const given = checkKeys(name, init, ["kind", ...Object.keys(row.numbers)]);
      const numbers = Object.entries(row.numbers).map(([key, accept]) => {
        return [
          key,
          checkNumber(
            `${name}.${key}`,
            given[key],
            accept === positive ? "a number > 0 and ≤ 1e30" : "a number from 0 to 1e30",
            accept,
          ),
        ];
      });
      return Object.freeze({ kind, ...Object.fromEntries(numbers) }) as Init;
    }
  }
  const kinds = Object.entries(WITH_NUMBERS).map(
    ([kind, { numbers }]) => `{ kind: "${kind}", ${Object.keys(numbers).join(", ")} }`,
  );
  throw badOption(name, `one of ${[...names, ...kinds].join(", ")}`, init);
}

/** Draws one weight matrix (and its bias) as a checked `init` says. */
export function initialise(init: Init, target: Target): void {
  if (typeof init === "string") {
    NAMED[init]?.(target);
    return;
  }
  const values: Readonly<Record<string, unknown>> = init;
  const row = WITH_NUMBERS[init.kind];
  row?.fill(
    target,
    Object.keys(row.numbers).map((key) => Number(values[key])),
  );
}
