import type { Clip, Gradiometer, Parameter } from "../../types.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { ExplodingParameters } from "./types.js";

type Pair = readonly [number, number];

interface Step {
  /** ∂L/∂w before clipping. */
  readonly gradient: Pair;
  /** What the step subtracted at rate 1: the clipped gradient. */
  readonly clipped: Pair;
  readonly skipped: number;
  readonly reported: string | null;
}

/** η of the update that is printed without its minus. */
const SLIP_RATE = 0.01;

const pairOf = ([tensor]: Parameter[]): Pair => [tensor!.values[0]!, tensor!.values[1]!];
const norm = ([a, b]: Pair): number => Math.sqrt(a * a + b * b);

/**
 * One step of a net of two weights, at w = 0. Its loss is (x·w − y)² with y = −error, so that its gradient there is
 * 2 · error · x: the input itself when the error is ½.
 */
function stepOnce(lab: Gradiometer, x: Pair, error: number, clip: Clip): Step {
  const network = lab.mlp({ sizes: [2, 1], bias: false, init: "zeros" });
  try {
    const trainer = network.trainer({
      loss: "mean-squared-error",
      optimizer: { kind: "sgd", learningRate: 1 },
      clip,
    });
    const { gradients } = network.backward(x, [-error], "mean-squared-error");
    trainer.step(x, [-error]);
    const [a, b] = pairOf(network.parameters());
    return {
      gradient: pairOf(gradients),
      clipped: [0 - a, 0 - b],
      skipped: trainer.skippedSteps,
      reported: trainer.firstNonFinite?.tensor ?? null,
    };
  } finally {
    network.dispose();
  }
}

/** Sine of the angle between two vectors; 0 when one of them is 0. */
function sine(a: Pair, b: Pair): number {
  const lengths = norm(a) * norm(b);
  return lengths > 0 ? Math.abs(a[0] * b[1] - a[1] * b[0]) / lengths : 0;
}

/** C24, one step at a time: what the trainer makes of single gradients. */
export function measureClipping({ lab, parameters }: Bench<ExplodingParameters>): Measurement {
  const { gradient: x, limit, kind, tiny, rest, huge, slip } = parameters;
  const half = 0.5;
  const norms: Clip = { kind: "norm", limit };
  const values: Clip = { kind: "value", limit };
  const [a, b] = x;
  const byNorm = stepOnce(lab, x, half, norms);
  const byValue = stepOnce(lab, x, half, values);
  const own = kind === "norm" ? byNorm : byValue;
  const small = stepOnce(lab, [a * tiny, b * tiny], half, { kind: "norm", limit: limit * tiny });
  const still = stepOnce(lab, x, rest, norms);
  const lost = stepOnce(lab, [a * huge, b * huge], half * huge, norms);

  const cases: (readonly [string, Clip["kind"], Step])[] = [
    ["both entries above the limit", "norm", byNorm],
    ["both entries above the limit", "value", byValue],
    ["one entry above it", "norm", stepOnce(lab, [a, limit / 10], half, norms)],
    ["one entry above it", "value", stepOnce(lab, [a, limit / 10], half, values)],
    ["both below it", "norm", stepOnce(lab, [limit / 10, limit / 10], half, norms)],
    ["both below it", "value", stepOnce(lab, [limit / 10, limit / 10], half, values)],
    ["tiny, with a tiny limit", "norm", small],
    ["zero", "norm", still],
    ["not finite", "norm", lost],
  ];
  const rows = cases.map(([what, by, { gradient, clipped, skipped, reported }]): Cell[] => [
    what,
    by,
    ...gradient,
    ...clipped,
    norm(clipped),
    Number.isFinite(norm(gradient)) ? sine(gradient, clipped) : null,
    skipped === 1 ? "skipped" : "made",
    reported,
  ]);

  // the loss is (x·w + ½)², and Δw = η clip(g) is added, as it is printed, or taken away
  const along = (x[0] * byNorm.clipped[0] + x[1] * byNorm.clipped[1]) * SLIP_RATE;
  const after = half + (slip === "added" ? along : -along);
  const [g, c] = [byValue.gradient, byValue.clipped];
  return {
    tables: [
      table(
        "one gradient, one step",
        ["gradient", "clipped by", "g₁", "g₂", "clipped₁", "clipped₂", "norm", "sine of the turn", "step", "reported"],
        rows,
      ),
    ],
    measured: {
      "C24.norm": Math.max(Math.abs(own.clipped[0] - 0.6), Math.abs(own.clipped[1] - 0.8)),
      "C24.direction": sine(own.gradient, own.clipped),
      "C24.value": (g[0] * c[0] + g[1] * c[1]) / (norm(g) * norm(c)),
      "C24.epsilon": norm(small.clipped) / (limit * tiny),
      "C24.zero": Math.max(...still.clipped.map(Math.abs)),
      "C24.skip": lost.skipped,
      "C24.untouched": lost.clipped.filter((value) => value !== 0).length,
      "C24.minus": after * after - half * half,
    },
  };
}
