import { type Core, coreOf } from "../../core/create.js";
import { textbookSlope } from "../../theory/index.js";
import { firstZero, type Rounding, roundingOf } from "../tools/float32.js";
import { relativeError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { FloatUnderflowParameters } from "./experiment.js";

type Squashing = "sigmoid" | "tanh";

/** φ' from the output: y(1 − y) with y = 1/(1 + e^−u), and 1 − y² with y = tanh u, each operation rounded once. */
function fromOutput({ wasm }: Core, activation: Squashing, u: number, round: Rounding): number {
  if (activation === "sigmoid") {
    const y = round(1 / round(1 + round(wasm.exp64(-u))));
    return round(y * round(1 - y));
  }
  const y = round(wasm.tanh64(u));
  return round(1 - round(y * y));
}

/** φ' from the input by the float32 kernel of the networks. */
function fromInput({ arena, wasm }: Core, kind: number, u: readonly number[]): Float32Array {
  return arena.scratch(12 * u.length, "activation", (at) => {
    const [value, slope] = [at + 4 * u.length, at + 8 * u.length];
    arena.f32(at, u.length).set(u);
    wasm.activationForward(kind, 0, u.length, at, value, slope);
    return arena.f32(slope, u.length).slice();
  });
}

/** The kinds of the kernel, as resolveActivation gives them. */
const exactSlope = ({ wasm }: Core, activation: Squashing): ((u: number) => number) =>
  activation === "sigmoid" ? (u) => wasm.sigmoidSlope64(u) : (u) => wasm.tanhSlope64(u);

/** C12: the slope from the output against the slope from the input. */
export function measureSlopes(
  { lab, parameters }: Bench<FloatUnderflowParameters>,
  kinds: Readonly<Record<Squashing, number>>,
): Measurement {
  const core = coreOf(lab);
  const { format, slope: way, sigmoidNear, sigmoidFar, tanhAt, largest, points } = parameters;
  const round = roundingOf(format);
  const textbook = (activation: Squashing) => (u: number) => fromOutput(core, activation, u, round);
  const rows: Cell[][] = [];
  let worst = 0;
  for (const activation of ["sigmoid", "tanh"] as const) {
    const exact = exactSlope(core, activation);
    const grid = Array.from({ length: points }, (_, index) => Math.fround((largest * index) / (points - 1)));
    const kernel = fromInput(core, kinds[activation], grid);
    grid.forEach((u, index) => {
      const truth = exact(u);
      const [book, own] = [textbook(activation)(u), format === "float32" ? kernel[index]! : truth];
      const [bookError, ownError] = [relativeError(book, truth), relativeError(own, truth)];
      worst = Math.max(worst, way === "input" ? ownError : bookError);
      const theory = textbookSlope({ activation, u }).relativeError;
      rows.push([activation, u, truth, book, own, bookError, format === "float32" ? theory : null, ownError]);
    });
  }
  const errorAt = (activation: Squashing, u: number): number =>
    relativeError(textbook(activation)(Math.fround(u)), exactSlope(core, activation)(Math.fround(u)));
  const points4 = [
    ["sigmoid", sigmoidNear],
    ["sigmoid", sigmoidFar],
    ["tanh", tanhAt],
  ] as const;
  const zeros = { sigmoid: firstZero(textbook("sigmoid")), tanh: firstZero(textbook("tanh")) };
  return {
    tables: [
      table(
        `the textbook slope in ${format}`,
        ["activation", "u", "true slope", "from the output", "relative error"],
        [
          ...points4.map(([activation, u]): Cell[] => {
            const truth = exactSlope(core, activation)(Math.fround(u));
            return [activation, u, truth, textbook(activation)(Math.fround(u)), errorAt(activation, u)];
          }),
          ...(["sigmoid", "tanh"] as const).map((activation): Cell[] => {
            const u = zeros[activation];
            return [activation, u, exactSlope(core, activation)(u), 0, 1];
          }),
        ],
      ),
      table(
        "slopes",
        [
          "activation",
          "u",
          "true slope",
          "from the output",
          "from the input",
          "error from the output",
          "error from the output, theory",
          "error from the input",
        ],
        rows,
      ),
    ],
    measured: {
      "C12.sigmoid-near": errorAt("sigmoid", sigmoidNear),
      "C12.sigmoid-far": errorAt("sigmoid", sigmoidFar),
      "C12.sigmoid-zero": zeros.sigmoid,
      "C12.tanh-near": errorAt("tanh", tanhAt),
      "C12.tanh-zero": zeros.tanh,
      "C12.input": worst,
    },
  };
}
