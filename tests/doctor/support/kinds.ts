/**
 * Nets of every kind that people bring, built so that what ails them follows from how they are made. Data and numbers are drawn from
 * a seed, so that each kind can be had in any number of variants.
 */
import { type Activation, type Gradiometer, load, type Loss, type MlpConfig, type Optimizer } from "gradiometer";
import { addingProblem, digits, temporalOrder, twoMoons } from "gradiometer/data";
import type { FindingId, Patient, ReportVerdict } from "gradiometer/doctor";

/** A patient, and what must be found: the first finding is one of `findings`, or there is none and the verdict is one of `verdicts`. */
export interface Kind {
  name: string;
  patient: Patient;
  findings: FindingId[];
  verdicts: ReportVerdict[];
}

/** mulberry32: the tests need numbers of their own, not the library's. */
export function randomFrom(seed: number): { uniform(): number; normal(): number; pick<T>(values: readonly T[]): T } {
  let state = (seed * 2654435761) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, pick: (values) => values[Math.floor(uniform() * values.length)]! };
}

type Random = ReturnType<typeof randomFrom>;

const rowsOf = (count: number, columns: number, of: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: count * columns }, (_, at) => of(Math.floor(at / columns), at % columns));

/** Normal inputs and a smooth function of three of them, of mean 0 and variance about 1. */
function smooth(random: Random, count: number, inputs: number): { x: Float32Array; f: Float64Array } {
  const x = rowsOf(count, inputs, () => random.normal());
  const f = Float64Array.from({ length: count }, (_, row) => {
    const [a, b, c] = [x[row * inputs]!, x[row * inputs + 1]!, x[row * inputs + 2]!];
    return 0.8 * a - 0.5 * b + 0.4 * Math.sin(2 * c);
  });
  return { x, f };
}

const column = (values: ArrayLike<number>): Float32Array => Float32Array.from(values);
const oneHot = (labels: readonly number[], classes: number): Float32Array =>
  rowsOf(labels.length, classes, (row, k) => (labels[row] === k ? 1 : 0));
const adam = (learningRate: number): Optimizer => ({ kind: "adam", learningRate });
const sgd = (learningRate: number, momentum = 0): Optimizer => ({ kind: "sgd", learningRate, momentum });

function patient(
  config: MlpConfig,
  loss: Loss,
  optimizer: Optimizer,
  epochs: number,
  data: { x: Float32Array; y: Float32Array },
  more: { batch?: number; holdout?: number } = {},
): Patient {
  const { batch, holdout } = more;
  return {
    config,
    training: { loss, optimizer, epochs, ...(batch !== undefined && { batch }) },
    data,
    ...(holdout !== undefined && { holdout }),
  };
}

type Maker = (random: Random, lab: Gradiometer, seed: number) => Omit<Kind, "name">;

const sick = (one: Patient, ...findings: FindingId[]): Omit<Kind, "name"> => ({
  patient: one,
  findings,
  verdicts: findings.length > 0 ? ["sick"] : [],
});
const fine = (one: Patient, ...verdicts: ReportVerdict[]): Omit<Kind, "name"> => ({
  patient: one,
  findings: [],
  verdicts: verdicts.length > 0 ? verdicts : ["healthy"],
});

const { train } = await digits(await load());

/** Some of the shipped digits, 0 … 1. */
function someDigits(_: Gradiometer, count: number): { x: Float32Array; y: Float32Array } {
  return { x: train.x.slice(0, 64 * count), y: train.y.slice(0, 10 * count) };
}

const hidden = (depth: number, width: number): number[] => Array.from({ length: depth }, () => width);

/** Kind → how one is made. */
export const makers: Readonly<Record<string, Maker>> = {
  "healthy-digits": (random, lab, seed) =>
    fine(
      patient(
        {
          sizes: [64, random.pick([16, 32, 64]), 10],
          activation: random.pick<Activation>(["relu", "tanh"]),
          init: "glorot-uniform",
          seed,
        },
        "cross-entropy",
        adam(0.005),
        20,
        someDigits(lab, 600),
        { batch: 32 },
      ),
    ),
  "digits-rate-too-small": (random, lab, seed) =>
    sick(
      patient(
        { sizes: [64, 32, 10], activation: random.pick<Activation>(["relu", "tanh"]), seed },
        "cross-entropy",
        random.pick([sgd(1e-6), adam(1e-7), sgd(1e-5)]),
        12,
        someDigits(lab, 500),
        { batch: 32 },
      ),
      "rate-too-small",
    ),
  "digits-rate-too-large": (random, lab, seed) =>
    sick(
      patient(
        { sizes: [64, 32, 10], activation: "tanh", seed },
        "cross-entropy",
        random.pick([sgd(300), adam(3), sgd(30, 0.9)]),
        12,
        someDigits(lab, 500),
        { batch: 32 },
      ),
      "rate-too-large",
    ),
  "digits-deep-sigmoid": (random, lab, seed) =>
    sick(
      patient(
        { sizes: [64, ...hidden(random.pick([6, 8, 10]), 24), 10], activation: "sigmoid", seed },
        "cross-entropy",
        sgd(0.3),
        12,
        someDigits(lab, 400),
        { batch: 32 },
      ),
      "vanishing-backward",
    ),
  "digits-zeros": (_, lab, seed) =>
    sick(
      patient(
        { sizes: [64, 32, 10], activation: "tanh", init: "zeros", seed },
        "cross-entropy",
        sgd(0.1),
        12,
        someDigits(lab, 400),
        { batch: 32 },
      ),
      "symmetric",
    ),
  "digits-exploding": (random, lab, seed) =>
    sick(
      patient(
        {
          sizes: [64, ...hidden(8, 32), 10],
          activation: "relu",
          init: { kind: "normal", std: random.pick([0.7, 1]) },
          seed,
        },
        "cross-entropy",
        sgd(0.1),
        12,
        someDigits(lab, 400),
        { batch: 32 },
      ),
      "exploding-forward",
    ),
  "digits-collapsed": (random, lab, seed) =>
    sick(
      patient(
        {
          sizes: [64, ...hidden(random.pick([8, 12]), 32), 10],
          activation: "relu",
          init: { kind: "normal", std: 0.02 },
          seed,
        },
        "cross-entropy",
        sgd(0.1),
        12,
        someDigits(lab, 400),
        { batch: 32 },
      ),
      "forward-collapse",
    ),
  "noise-floor-regression": (random, _, seed) => {
    const [count, inputs, share] = [
      random.pick([200, 300, 500, 900, 1600]),
      random.pick([3, 4, 6, 8]),
      random.pick([0.15, 0.25, 0.35, 0.42]),
    ];
    const { x, f } = smooth(random, count, inputs);
    const variance = f.reduce((sum, value) => sum + value * value, 0) / count;
    const y = column(f.map((value) => value + Math.sqrt((variance * (1 - share)) / share) * random.normal()));
    const optimizer = random.pick([
      adam(0.003),
      adam(0.01),
      sgd(0.03),
      sgd(0.02, 0.9),
      { kind: "rmsprop", learningRate: 0.002 } as const,
    ]);
    return fine(
      patient(
        { sizes: [inputs, random.pick([8, 16, 24]), 1], activation: random.pick<Activation>(["tanh", "relu"]), seed },
        "mean-squared-error",
        optimizer,
        Math.ceil(4000 / (count / 32)),
        { x, y },
        { batch: 32 },
      ),
      "floor",
      "healthy",
    );
  },
  "noise-floor-classes": (random, _, seed) => {
    const [count, inputs, flip] = [
      random.pick([500, 700, 900, 1600]),
      random.pick([3, 4, 6]),
      random.pick([0.2, 0.25, 0.3]),
    ];
    const { x, f } = smooth(random, count, inputs);
    const labels = Array.from(f, (value) => (value > 0 !== random.uniform() < flip ? 1 : 0));
    const optimizer = random.pick([adam(0.003), adam(0.01), sgd(0.1), sgd(0.03, 0.9)]);
    return fine(
      patient(
        { sizes: [inputs, random.pick([6, 12, 16]), 2], activation: random.pick<Activation>(["tanh", "relu"]), seed },
        "cross-entropy",
        optimizer,
        Math.ceil(2500 / (count / 32)),
        { x, y: oneHot(labels, 2) },
        { batch: 32 },
      ),
      "floor",
      "healthy",
    );
  },
  "noise-labels": (random, _, seed) => {
    const [count, inputs] = [random.pick([500, 800, 1500]), random.pick([4, 6, 10])];
    const labels = Array.from({ length: count }, () => (random.uniform() < 0.5 ? 1 : 0));
    const x = rowsOf(count, inputs, () => random.normal());
    return {
      findings: [],
      verdicts: ["unexplained"],
      patient: patient(
        { sizes: [inputs, random.pick([8, 16]), 2], activation: "relu", seed },
        "cross-entropy",
        random.pick([adam(0.001), sgd(0.05)]),
        30,
        { x, y: oneHot(labels, 2) },
        { batch: 32 },
      ),
    };
  },
  "unscaled-targets": (random, _, seed) => {
    const [mean, std] = random.pick([
      [600, 180],
      [2e5, 7e4],
      [1e6, 3e5],
      [0, 5000],
    ] as const);
    const { x, f } = smooth(random, 300, 4);
    return sick(
      patient(
        { sizes: [4, 24, 24, 1], activation: random.pick<Activation>(["relu", "tanh"]), seed },
        "mean-squared-error",
        adam(0.001),
        60,
        { x, y: column(f.map((value) => mean + std * value)) },
        { batch: 32 },
      ),
      "unscaled-targets",
    );
  },
  "unscaled-targets-sgd": (random, _, seed) => {
    const [mean, std] = random.pick([
      [0, 400],
      [900, 200],
      [5e4, 2e4],
    ] as const);
    const { x, f } = smooth(random, 300, 4);
    return sick(
      patient(
        { sizes: [4, 24, 24, 1], activation: "relu", seed },
        "mean-squared-error",
        sgd(0.05),
        60,
        { x, y: column(f.map((value) => mean + std * value)) },
        { batch: 32 },
      ),
      "unscaled-targets",
    );
  },
  "targets-out-of-reach": (random, _, seed) => {
    const [output, scale, shift] = random.pick([
      ["sigmoid", 2, 6],
      ["tanh", 4, 0],
      ["sigmoid", 10, 0],
      ["tanh", 1, 5],
    ] as const);
    const { x, f } = smooth(random, 250, 4);
    return sick(
      patient(
        { sizes: [4, 16, 1], activation: "tanh", output, seed },
        "mean-squared-error",
        adam(0.01),
        60,
        { x, y: column(f.map((value) => shift + scale * value)) },
        { batch: 32 },
      ),
      "targets-out-of-reach",
    );
  },
  "relu-output-below-zero": (random, _, seed) => {
    const { x, f } = smooth(random, 250, 4);
    return sick(
      patient(
        { sizes: [4, 16, 1], activation: "relu", output: "relu", seed },
        "mean-squared-error",
        adam(0.01),
        60,
        { x, y: column(f.map((value) => value - random.pick([1, 2]))) },
        { batch: 32 },
      ),
      "targets-out-of-reach",
      "flat-output",
    );
  },
  "wrong-head-binary": (random, _, seed) => {
    const { x, f } = smooth(random, 300, 5);
    return sick(
      patient(
        { sizes: [5, 24, 1], activation: "relu", output: random.pick<Activation>(["sigmoid", "relu", "tanh"]), seed },
        "binary-cross-entropy",
        adam(0.01),
        40,
        { x, y: column(f.map((value) => (value > 0 ? 1 : 0))) },
        { batch: 32 },
      ),
      "wrong-head",
    );
  },
  "wrong-head-classes": (_, lab, seed) =>
    sick(
      patient(
        { sizes: [64, 32, 10], activation: "relu", output: "sigmoid", seed },
        "cross-entropy",
        adam(0.005),
        15,
        someDigits(lab, 400),
        { batch: 32 },
      ),
      "wrong-head",
    ),
  "weight-decay": (random, _, seed) => {
    const { x, f } = smooth(random, 300, 6);
    const labels = Array.from(f, (value) => (value > 0 ? 1 : 0));
    return sick(
      patient(
        { sizes: [6, 48, 24, 2], activation: "relu", seed },
        "cross-entropy",
        { kind: "sgd", learningRate: 0.05, momentum: 0.9, weightDecay: random.pick([0.5, 1, 2]) },
        40,
        { x, y: oneHot(labels, 2) },
        { batch: 32 },
      ),
      "weight-decay",
    );
  },
  "weight-decay-adam": (random, _, seed) => {
    const { x, f } = smooth(random, 300, 6);
    return sick(
      patient(
        { sizes: [6, 32, 32, 1], activation: "tanh", seed },
        "mean-squared-error",
        { kind: "adam", learningRate: 0.01, weightDecay: random.pick([30, 60]) },
        40,
        { x, y: column(f) },
        { batch: 32 },
      ),
      "weight-decay",
    );
  },
  "capacity-no-hidden": (random, _, seed) => {
    const x = rowsOf(200, 2, () => (random.uniform() < 0.5 ? -1 : 1) + 0.2 * random.normal());
    const labels = Array.from({ length: 200 }, (__, row) => (x[2 * row]! * x[2 * row + 1]! > 0 ? 1 : 0));
    return sick(
      patient({ sizes: [2, 2], seed }, "cross-entropy", sgd(0.5), 200, { x, y: oneHot(labels, 2) }),
      "capacity",
    );
  },
  "capacity-narrow": (random, _, seed) => {
    const x = rowsOf(240, 1, () => 4 * random.uniform() - 2);
    const y = column(x.map((value) => Math.sin(3 * value)));
    return sick(
      patient(
        { sizes: [1, 1, 1], activation: "tanh", seed },
        "mean-squared-error",
        adam(0.02),
        200,
        { x, y },
        { batch: 32 },
      ),
      "capacity",
    );
  },
  overfitting: (random, _, seed) => {
    const { x, f } = smooth(random, 60, 12);
    const y = column(f.map((value) => value + 1.5 * random.normal()));
    return sick(
      patient(
        { sizes: [12, 64, 64, 1], activation: "relu", init: "he-normal", seed },
        "mean-squared-error",
        adam(0.01),
        300,
        { x, y },
        { batch: 16, holdout: 0.3 },
      ),
      "overfitting",
    );
  },
  "imbalanced-learnt": (random, _, seed) => {
    const x = rowsOf(900, 5, () => random.normal());
    const labels = Array.from({ length: 900 }, (__, row) =>
      random.uniform() < 0.04 ? ((x[5 * row] = 3.5 + 0.6 * random.normal()), 1) : 0,
    );
    return fine(
      patient(
        { sizes: [5, 16, 1], activation: "relu", seed },
        "binary-cross-entropy",
        adam(0.01),
        40,
        { x, y: column(labels) },
        { batch: 32 },
      ),
    );
  },
  "sparse-learnt": (random, _, seed) => {
    const x = rowsOf(400, 40, (__, k) => (random.uniform() < (k < 3 ? 0.5 : 0.02) ? 1 : 0));
    const labels = Array.from({ length: 400 }, (__, row) => (x[40 * row]! + x[40 * row + 1]! + x[40 * row + 2]!) % 2);
    return fine(
      patient(
        { sizes: [40, 32, 2], activation: "relu", init: "he-normal", seed },
        "cross-entropy",
        adam(0.01),
        60,
        { x, y: oneHot(labels, 2) },
        { batch: 32 },
      ),
    );
  },
  "sparse-deep-sigmoid": (random, _, seed) => {
    const x = rowsOf(400, 40, (__, k) => (random.uniform() < (k < 3 ? 0.5 : 0.02) ? 1 : 0));
    const y = rowsOf(400, 1, (row) => x[40 * row]! - x[40 * row + 1]! + 0.5 * x[40 * row + 2]!);
    return sick(
      patient(
        { sizes: [40, ...hidden(random.pick([5, 6, 8]), 32), 1], activation: "sigmoid", seed },
        "mean-squared-error",
        sgd(0.05),
        60,
        { x, y },
        { batch: 32 },
      ),
      "vanishing-backward",
    );
  },
  "unscaled-inputs": (random, _, seed) => {
    const { x, f } = smooth(random, 300, 4);
    const [scale, shift] = random.pick([
      [2000, 0],
      [30, 300],
      [1, 60],
    ] as const);
    return sick(
      patient(
        { sizes: [4, 24, 24, 1], activation: "tanh", seed },
        "mean-squared-error",
        sgd(0.05),
        80,
        { x: x.map((value) => shift + scale * value), y: column(f) },
        { batch: 32 },
      ),
      "unscaled-inputs",
      "saturation",
    );
  },
  "offset-and-rate": (random, _, seed) => {
    const { x, f } = smooth(random, 300, 6);
    return sick(
      patient(
        { sizes: [6, 32, 32, 1], activation: "tanh", seed },
        "mean-squared-error",
        sgd(random.pick([4, 6, 10])),
        40,
        { x: x.map((value) => value + 5.5), y: column(f) },
        { batch: 32 },
      ),
      "rate-too-large",
    );
  },
  "offset-and-vanishing": (random, _, seed) => {
    const { x, f } = smooth(random, 300, 6);
    const labels = Array.from(f, (value) => (value > 0.5 ? 2 : value < -0.5 ? 0 : 1));
    return sick(
      patient(
        { sizes: [6, ...hidden(random.pick([7, 9]), 24), 3], activation: "sigmoid", seed },
        "cross-entropy",
        sgd(0.1),
        40,
        { x: x.map((value) => value + 5.5), y: oneHot(labels, 3) },
        { batch: 32 },
      ),
      "unscaled-inputs",
      "vanishing-backward",
    );
  },
  "rate-large-regression": (random, _, seed) => {
    const { x, f } = smooth(random, 250, 5);
    return sick(
      patient(
        { sizes: [5, 24, 1], activation: "tanh", seed },
        "mean-squared-error",
        random.pick([
          sgd(3),
          adam(2),
          { kind: "rmsprop", learningRate: 1 } as const,
          { kind: "sign-sgd", learningRate: 1 } as const,
        ]),
        60,
        { x, y: column(f) },
        { batch: 32 },
      ),
      "rate-too-large",
    );
  },
  "rate-small-regression": (random, _, seed) => {
    const { x, f } = smooth(random, 250, 5);
    return sick(
      patient(
        { sizes: [5, 24, 24, 1], activation: "relu", seed },
        "mean-squared-error",
        random.pick([sgd(1e-5), adam(1e-6), { kind: "rmsprop", learningRate: 1e-6 } as const]),
        60,
        { x, y: column(f) },
        { batch: 32 },
      ),
      "rate-too-small",
    );
  },
  "healthy-regression": (random, _, seed) => {
    const { x, f } = smooth(random, 250, 5);
    return fine(
      patient(
        { sizes: [5, 24, 1], activation: "tanh", seed },
        "mean-squared-error",
        random.pick([sgd(0.1), adam(0.01)]),
        80,
        { x, y: column(f.map((value) => value * 0.5)) },
        { batch: 32 },
      ),
    );
  },
  "healthy-moons": (random, lab, seed) => {
    const { x, y } = twoMoons(lab, { samples: 200, seed });
    return fine(
      patient(
        {
          sizes: [2, ...hidden(random.pick([1, 2, 4]), 16), 2],
          activation: random.pick<Activation>(["tanh", "relu", "gelu"]),
          seed,
        },
        "cross-entropy",
        adam(0.01),
        80,
        { x, y },
        { batch: 32 },
      ),
    );
  },
  "recurrent-lag": (random, lab, seed) => {
    const { x, y } = temporalOrder(lab, { samples: 60, time: random.pick([25, 30]), seed });
    return sick(
      {
        config: {
          inputs: 6,
          hidden: 16,
          outputs: 4,
          activation: random.pick<Activation>(["tanh", "sigmoid"]),
          recurrentInit: { kind: "orthogonal", gain: 0.6 },
          seed,
        },
        training: { loss: "cross-entropy", optimizer: sgd(0.1), epochs: 40 },
        data: { x, y },
      },
      "recurrent-lag",
    );
  },
  "recurrent-healthy": (_, lab, seed) => {
    const { x, y } = addingProblem(lab, { samples: 150, time: 6, seed });
    return fine({
      config: { inputs: 2, hidden: 24, outputs: 1, seed },
      training: { loss: "mean-squared-error", optimizer: adam(0.01), epochs: 150 },
      data: { x, y },
    });
  },
  "norm-healthy": (random, lab, seed) =>
    fine(
      patient(
        {
          sizes: [64, ...hidden(random.pick([4, 8, 16]), 24), 10],
          activation: "relu",
          init: "he-normal",
          norm: "batch",
          seed,
        },
        "cross-entropy",
        adam(0.005),
        20,
        someDigits(lab, 500),
        { batch: 50 },
      ),
    ),
  "norm-rate-too-small": (random, lab, seed) =>
    sick(
      patient(
        {
          sizes: [64, ...hidden(8, 24), 10],
          activation: "relu",
          init: "he-normal",
          norm: random.pick(["batch", "layer"] as const),
          seed,
        },
        "cross-entropy",
        sgd(1e-6),
        12,
        someDigits(lab, 400),
        { batch: 50 },
      ),
      "rate-too-small",
    ),
  "layer-norm-sigmoid": (random, lab, seed) => {
    const { x, y } = twoMoons(lab, { samples: 200, seed });
    return sick(
      patient(
        { sizes: [2, ...hidden(random.pick([10, 14]), 24), 2], activation: "sigmoid", norm: "layer", seed },
        "cross-entropy",
        sgd(0.5),
        120,
        { x, y },
      ),
      "vanishing-backward",
    );
  },
  "relu-glorot-deep": (random, lab, seed) => {
    const { x, y } = twoMoons(lab, { samples: 200, seed });
    return sick(
      patient(
        { sizes: [2, ...hidden(random.pick([22, 28, 34]), 24), 2], activation: "relu", seed },
        "cross-entropy",
        sgd(0.1),
        120,
        { x, y },
      ),
      "forward-collapse",
    );
  },
  "tanh-saturated-digits": (random, lab, seed) =>
    sick(
      patient(
        { sizes: [64, 32, 32, 10], activation: "tanh", init: { kind: "normal", std: random.pick([6, 10]) }, seed },
        "cross-entropy",
        sgd(0.001),
        12,
        someDigits(lab, 400),
        { batch: 32 },
      ),
      "saturation",
    ),
  "sigmoid-regression-shallow": (random, _, seed) => {
    const { x, f } = smooth(random, 250, 5);
    return fine(
      patient(
        { sizes: [5, 24, 1], activation: "sigmoid", seed },
        "mean-squared-error",
        adam(0.02),
        120,
        { x, y: column(f) },
        { batch: 32 },
      ),
    );
  },
  "small-targets": (random, _, seed) => {
    const { x, f } = smooth(random, 250, 5);
    const scale = random.pick([1e-3, 1e-4]);
    return sick(
      patient(
        { sizes: [5, 24, 24, 1], activation: "tanh", seed },
        "mean-squared-error",
        adam(0.01),
        40,
        { x, y: column(f.map((value) => value * scale)) },
        { batch: 32 },
      ),
      "unscaled-targets",
    );
  },
  "lstm-lag": (_, lab, seed) => {
    const { x, y } = temporalOrder(lab, { samples: 60, time: 30, seed });
    return sick(
      {
        config: { inputs: 6, hidden: 16, outputs: 4, cell: "lstm", forgetBias: 0, seed },
        training: { loss: "cross-entropy", optimizer: sgd(0.1), epochs: 30 },
        data: { x, y },
      },
      "recurrent-lag",
    );
  },
  "lstm-healthy": (_, lab, seed) => {
    const { x, y } = addingProblem(lab, { samples: 150, time: 6, seed });
    return fine({
      config: { inputs: 2, hidden: 24, outputs: 1, cell: "lstm", seed },
      training: { loss: "mean-squared-error", optimizer: adam(0.02), epochs: 150 },
      data: { x, y },
    });
  },
  "rare-class": (random, lab, seed) => {
    const { x, y, labels } = twoMoons(lab, { samples: 900, seed });
    let seen = 0;
    const every = random.pick([25, 35, 50]);
    const rows = [...labels.keys()].filter((row) => labels[row] === 0 || seen++ % every === 0);
    const take = (values: Float32Array): Float32Array =>
      Float32Array.from(rows.flatMap((row) => [values[2 * row]!, values[2 * row + 1]!]));
    return {
      findings: ["degenerate-target", "slow"],
      verdicts: ["sick", "slow"],
      patient: patient(
        { sizes: [2, 16, 2], activation: "tanh", seed },
        "cross-entropy",
        sgd(0.02),
        100,
        { x: take(x), y: take(y) },
        { batch: 64 },
      ),
    };
  },
  "constant-target": (random, _, seed) => {
    const x = rowsOf(120, 4, () => random.normal());
    const value = random.pick([0, 7.5, -300]);
    return sick(
      patient(
        { sizes: [4, 12, 1], activation: "tanh", seed },
        "mean-squared-error",
        adam(0.01),
        40,
        { x, y: new Float32Array(120).fill(value) },
        { batch: 32 },
      ),
      "degenerate-target",
    );
  },
  "slow-moons": (random, lab, seed) => {
    const { x, y } = twoMoons(lab, { samples: 200, seed });
    return {
      findings: ["slow"],
      verdicts: ["slow"],
      patient: patient(
        { sizes: [2, 16, 2], activation: "tanh", seed },
        "cross-entropy",
        sgd(random.pick([0.05, 0.1])),
        20,
        { x, y },
      ),
    };
  },
};

/** The variant `seed` of a kind. */
export const kindOf = (lab: Gradiometer, kind: string, seed: number): Kind => ({
  name: `${kind}-${seed}`,
  ...makers[kind]!(randomFrom(seed * 7919 + kind.length), lab, seed),
});
