import { type Core, coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import type { Gradiometer, Loss } from "../../types.js";
import { firstZero, type Rounding, roundingOf } from "../tools/float32.js";
import { relativeError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { FloatUnderflowParameters } from "./experiment.js";

/** A sample's target: 1, or its mirror image, which is 0. */
type Target = 0 | 1;

/**
 * ∂L/∂o of the cross-entropy as it is printed, σ(o) − y, each operation rounded once. The sigmoid is the careful one, which
 * keeps its digits on the left: e/(1 + e) with e = exp(o) for o < 0.
 */
export function printedGradient({ wasm }: Core, o: number, y: Target, round: Rounding): number {
  const e = round(wasm.exp64(-Math.abs(o)));
  const sigmoid = round((o < 0 ? e : 1) / round(1 + e));
  return round(sigmoid - y);
}

/** The same in float64 without a difference: σ(o), or −σ(−o). */
export function trueGradient({ wasm }: Core, o: number, y: Target): number {
  return y === 0 ? wasm.sigmoid64(o) : -wasm.sigmoid64(-o);
}

/** ∂L/∂o from a backward pass: a net of one weight o, x = 1; two logits are (o, 0). */
export function ownGradient(lab: Gradiometer, loss: Loss, o: number, y: Target): number {
  const outputs = loss === "cross-entropy" ? 2 : 1;
  return withMlp(lab, { sizes: [1, outputs], output: "linear", bias: false }, (network) => {
    network.setParameters({ "layers.0.weight": [o, 0].slice(0, outputs) });
    const { gradients } = network.backward([1], [y, 1 - y].slice(0, outputs), loss);
    return elementAt(gradients, 0).values[0]!;
  });
}

/** The weight after each step of sign updates with the printed gradient, x = 1, from 0. */
function printedWalk(core: Core, y: Target, steps: number, rate: number, round: Rounding): number[] {
  const weights = [0];
  for (let step = 0; step < steps; step++) {
    const weight = lastOf(weights);
    weights.push(round(weight - rate * Math.sign(printedGradient(core, weight, y, round))));
  }
  return weights;
}

/** The same by a trainer and the project's own loss. */
function ownWalk(lab: Gradiometer, y: Target, steps: number, rate: number): number[] {
  return withMlp(lab, { sizes: [1, 1], output: "linear", bias: false, init: "zeros" }, (network) => {
    const optimizer = { kind: "sign-sgd", learningRate: rate } as const;
    const trainer = network.trainer({ loss: "binary-cross-entropy", optimizer });
    const weight = (): number => elementAt(network.parameters(), 0).values[0]!;
    const weights = [weight()];
    for (let step = 0; step < steps; step++) {
      trainer.step([1], [y]);
      weights.push(weight());
    }
    return weights;
  });
}

/** C36: the gradient of the loss itself, as it is printed and as the networks take it. */
export function measureLosses({ lab, parameters }: Bench<FloatUnderflowParameters>): Measurement {
  const core = coreOf(lab);
  const { format, largest, points, sigmoidFar, signSteps, signRate, loss, keeps } = parameters;
  const round = roundingOf(format);
  const errors: {
    target: Target;
    rows: { o: number; truth: number; printed: number; binary: number; both: number }[];
  }[] = ([1, 0] as const).map((target) => ({
    target,
    rows: Array.from({ length: points }, (_, index) => {
      const size = Math.fround((largest * index) / (points - 1));
      const o = target === 1 ? size : -size;
      return {
        o,
        truth: trueGradient(core, o, target),
        printed: printedGradient(core, o, target, round),
        binary: ownGradient(lab, "binary-cross-entropy", o, target),
        both: ownGradient(lab, "cross-entropy", o, target),
      };
    }),
  }));
  const all = errors.flatMap(({ target, rows }) => rows.map((row) => ({ target, ...row })));
  const worst = (of: (typeof all)[number][], value: (row: (typeof all)[number]) => number): number =>
    of.reduce((most, row) => Math.max(most, relativeError(value(row), row.truth)), 0);
  const printed = {
    left: printedWalk(core, 0, signSteps, signRate, round),
    right: printedWalk(core, 1, signSteps, signRate, round),
  };
  const own = { left: ownWalk(lab, 0, signSteps, signRate), right: ownWalk(lab, 1, signSteps, signRate) };
  const walks = loss === "own" ? own : printed;
  return {
    tables: [
      table(
        "gradient of the loss",
        [
          "target",
          "o",
          "∂L/∂o",
          "σ(o) − y",
          "own loss",
          "error of σ(o) − y",
          "error of the own loss, one logit",
          "… two logits",
        ],
        all.map((row): Cell[] => [
          row.target,
          row.o,
          row.truth,
          row.printed,
          row.binary,
          relativeError(row.printed, row.truth),
          relativeError(row.binary, row.truth),
          relativeError(row.both, row.truth),
        ]),
      ),
      table(
        "sign updates of one weight",
        [["step", "steps"], "σ(o) − y: target 1", "σ(o) − y: target 0", "own loss: target 1", "own loss: target 0"],
        printed.left.map((left, step): Cell[] => [
          step,
          elementAt(printed.right, step),
          left,
          elementAt(own.right, step),
          elementAt(own.left, step),
        ]),
      ),
    ],
    measured: {
      "C36.far": relativeError(printedGradient(core, sigmoidFar, 1, round), trueGradient(core, sigmoidFar, 1)),
      "C36.zero": firstZero((o) => printedGradient(core, o, 1, round)),
      "C36.mirror": worst(
        all.filter(({ target }) => target === keeps),
        (row) => row.printed,
      ),
      "C36.own":
        loss === "own"
          ? Math.max(
              worst(all, (row) => row.binary),
              worst(all, (row) => row.both),
            )
          : worst(all, (row) => row.printed),
      "C36.stops": lastOf(printed.right),
      "C36.goes-on": lastOf(printed.left),
      "C36.alike": lastOf(walks.right) + lastOf(walks.left),
    },
  };
}
