/** The ten scenes of the tour. Each sentence is held by tests/element/tour.test.ts in three seeds. */
import { activationSlope } from "../../theory/activation.js";
import { choicesOf, depthSlider } from "../presets/control.js";
import { net } from "../presets/preset.js";
import { entryOf, hears, lagOf, watchedNet } from "../presets/quantity.js";
import { DEFAULT_OPTIONS } from "../state/state.js";
import { percent, share, short, whole } from "../strings/said.js";
import { outcomes, type Scene } from "./scene.js";

const NINE = { activation: "relu", init: "variance", variance: 9, rate: 0.1 } as const;
const DEEP_RELU = { activation: "relu", depth: 30, rate: 0.02 } as const;
const NARROW = { init: "he-normal", depth: 40, width: 4, rate: 0.02 } as const;

const sigmoid = (x: number): number => activationSlope("sigmoid", x);

/** Slopes in a row. */
const TEN = 10;

export const scenes: readonly Scene[] = [
  {
    id: "squashing",
    state: { a: net({ depth: 3 }), b: null, view: "gallery", options: { ...DEFAULT_OPTIONS, point: 4 } },
    control: { kind: "view", key: "point", from: -8, to: 8, step: 0.1 },
    claims: ["C11", "C2"],
    experiment: "activation-gallery",
    saw: (watched, { options: { point } }) => {
      const [slope, steepest] = [sigmoid(point), sigmoid(0)];
      const values = { x: short(point), slope: short(slope), steepest: short(steepest), left: share(steepest ** TEN) };
      return slope > steepest / 2
        ? [{ key: "sawMiddle", values }, ...outcomes(watched)]
        : [{ key: "sawSlope", values: { ...values, times: whole(steepest / slope) } }, ...outcomes(watched)];
    },
  },
  {
    id: "every-layer",
    state: { view: "time" },
    control: depthSlider(20),
    claims: ["C2", "C16"],
    experiment: "depth-sweep",
    saw: (watched, { a }) => {
      const { first, ready } = watchedNet(watched, 0);
      const values = { depth: whole(a.depth), share: share(hears(first)), factor: short(ready.factor) };
      return [{ key: "sawShare", values }, ...outcomes(watched)];
    },
  },
  {
    id: "growing",
    state: { a: net(NINE), b: null, view: "time", max: 60 },
    control: { kind: "net", side: "a", key: "variance", from: 1, to: 9, step: 0.5 },
    claims: ["C24", "C28"],
    experiment: "exploding",
    saw: (watched, { a }) => {
      const { first } = watchedNet(watched, 0);
      return [
        { key: "sawGrowth", values: { variance: short(a.variance), times: short(hears(first)) } },
        ...outcomes(watched),
      ];
    },
  },
  {
    id: "histograms",
    state: {
      a: net({ activation: "tanh", init: "standard", depth: 20, rate: 0.05 }),
      b: net({ activation: "tanh", init: "glorot-uniform", depth: 20, rate: 0.05 }),
      view: "histograms",
    },
    control: choicesOf("a", "init", ["standard", "glorot-uniform"]),
    claims: ["C15"],
    experiment: "gradient-histograms",
    saw: (watched) => {
      // All hidden layers are as wide, so norms compare as standard deviations do.
      const [a, b] = [0, 1].map((index) => {
        const { first } = watchedNet(watched, index);
        return share(entryOf(first, "delta", 0) / entryOf(first, "delta", -2));
      });
      return [...(a && b ? [{ key: "sawWidths", values: { a, b } } as const] : []), ...outcomes(watched)];
    },
  },
  {
    id: "initialisation",
    state: {
      a: net({ ...DEEP_RELU, init: "glorot-uniform" }),
      b: net({ ...DEEP_RELU, init: "he-normal" }),
      view: "time",
    },
    control: choicesOf("a", "init", ["glorot-uniform", "he-normal"]),
    claims: ["C26"],
    experiment: "initialisation",
    saw: (watched) => [bothHear(watched), ...outcomes(watched)],
  },
  {
    id: "dying",
    state: {
      a: net({ ...NARROW, activation: "relu" }),
      b: net({ ...NARROW, activation: "leaky-relu" }),
      view: "units",
    },
    control: { kind: "net", side: "both", key: "width", from: 4, to: 32, step: 1 },
    claims: ["C14"],
    experiment: "dying-relu",
    saw: (watched) => {
      const { first, frame } = watchedNet(watched, 0);
      const dead = hears(first) === 0 && hears(frame) === 0;
      const leaky = share(hears(watchedNet(watched, 1).first));
      return [
        dead
          ? { key: "sawDead", values: { zero: whole(hears(frame)), leaky } }
          : { key: "sawAlive", values: { share: share(hears(first)), leaky } },
        ...outcomes(watched),
      ];
    },
  },
  {
    id: "clipping",
    state: { a: net(NINE), b: net({ ...NINE, clip: "norm", limit: 1 }), view: "ratio" },
    control: {
      kind: "choice",
      side: "b",
      key: "clip",
      choices: [
        { name: "none", label: "noClip", net: { clip: "none" } },
        { name: "norm", label: "clipNorm", net: { clip: "norm", limit: 1 } },
      ],
    },
    claims: ["C24"],
    experiment: "exploding",
    saw: (watched) => {
      const { frame, ready, step } = watchedNet(watched, 1);
      const clipped = ready.training.clip !== undefined && step > 0;
      return [
        ...(clipped ? [{ key: "sawClipped", values: { cut: percent(frame.clippedFraction) } } as const] : []),
        ...outcomes(watched),
      ];
    },
  },
  {
    id: "only-the-sign",
    state: { b: net({ optimizer: "sign-sgd", rate: 0.003 }), view: "ratio" },
    control: {
      kind: "choice",
      side: "b",
      key: "optimizer",
      choices: [
        { name: "sgd", net: { optimizer: "sgd", rate: 0.5 } },
        { name: "sign-sgd", net: { optimizer: "sign-sgd", rate: 0.003 } },
      ],
    },
    claims: ["C25"],
    experiment: "sign-updates",
    saw: (watched) => [
      { key: "sawSize", values: { share: share(hears(watchedNet(watched, 0).first)) } },
      ...outcomes(watched),
    ],
  },
  {
    id: "far-back",
    state: { b: null, view: "lag", options: { ...DEFAULT_OPTIONS, radius: 0.8, steps: 50 } },
    control: { kind: "view", key: "radius", from: 0.5, to: 1.5, step: 0.01 },
    claims: ["C20", "C21", "C22"],
    experiment: "recurrent-lag",
    saw: (watched, { options: { radius } }) => {
      const { lag } = watchedNet(watched, 0).frame.view;
      if (!lag) return [];
      const steps = lag.norms.length - 1;
      const [left, theory] = [lagOf(lag.norms), lagOf(lag.theory)];
      const values = { steps: whole(steps), left: short(left) };
      // Of gated cells there is no law of ρ.
      if (Number.isNaN(theory)) return [{ key: "sawLagCell", values }];
      return [{ key: "sawLag", values: { ...values, radius: short(radius), theory: short(theory) } }];
    },
  },
  {
    id: "norms",
    state: { a: net({ depth: 30, norm: "batch" }), b: net({ depth: 30, norm: "layer" }), view: "time" },
    control: choicesOf("a", "norm", ["none", "layer", "batch"]),
    claims: ["C30"],
    experiment: "normalisation",
    saw: (watched) => [bothHear(watched), ...outcomes(watched)],
  },
];

function bothHear(watched: Parameters<Scene["saw"]>[0]): ReturnType<Scene["saw"]>[number] {
  const [a, b] = [0, 1].map((index) => hears(watchedNet(watched, index).first));
  if (a === undefined || b === undefined) throw new RangeError("expected two nets");
  return { key: "sawBoth", values: { a: share(a), b: share(b) } };
}
