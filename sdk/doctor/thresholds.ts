/** Every number that a finding or a verdict hangs on, with its reason. */
interface Threshold {
  readonly value: number;
  readonly reason: string;
}

const table = {
  stuck: {
    value: 0.0144,
    reason: "share of the reference loss: .01 of ln 2, the band in which a two-class net has learnt nothing",
  },
  learnt: { value: 0.5, reason: "share of the reference loss: below half of it a net has learnt" },
  agreement: { value: 0.8, reason: "share of the seeds that must agree: four of five" },
  change: { value: 0.1, reason: "relative change of the median loss that is more than the spread between seeds" },
  risen: { value: 1.1, reason: "a loss that ends a tenth above its start was driven there" },
  fading: {
    value: 0.01,
    reason: "signal or gradient from one end to the other: 1 % already leaves Glorot & Bengio's 5-layer nets behind",
  },
  growing: {
    value: 100,
    reason: "the other way round; finite width alone makes healthy He nets of 30 × 32 differ by 10",
  },
  level: {
    value: 0.01,
    reason: "‖∂W₁‖/‖∂W_L‖ from here to its inverse counts as level: a sick ReLU net of 30 layers has .4 – 10",
  },
  saturated: { value: 0.5, reason: "share of units × samples without slope: the typical unit passes nothing on" },
  dead: {
    value: 0.8,
    reason: "share of the units of a layer that no sample activates: deep in a healthy ReLU net it is about half",
  },
  born: { value: 0.5, reason: "probability of being dead at birth: rather than not" },
  symmetric: { value: 0, reason: "difference between units: equal ones stay equal to the last bit" },
  inputMean: { value: 5, reason: "|mean| of an input, in units of 1: its weights all move together" },
  inputLarge: { value: 10, reason: "standard deviation of an input: ten times what initialisations assume" },
  inputSmall: { value: 0.02, reason: "standard deviation of all inputs: a fiftieth of what initialisations assume" },
  inputSpread: { value: 30, reason: "largest over smallest standard deviation: one rate cannot suit both" },
  constantTarget: { value: 1e-6, reason: "standard deviation over magnitude: float32 rounding" },
  imbalance: { value: 0.95, reason: "share of one class: always naming it is right 19 times in 20" },
  lag: {
    value: 1e-3,
    reason: "‖∂J/∂h₁‖/‖∂J/∂h_T‖: what happened first weighs a thousandth of what happened last",
  },
  lagSteps: { value: 20, reason: "steps over which a net must remember before the first look" },
  moved: { value: 0.02, reason: "‖θ − θ₀‖/‖θ₀‖ after the training: weights that moved 2 % have hardly learnt" },
  bouncing: { value: 0.3, reason: "share of the epochs in which the loss rose: descent has become a walk" },
  stillFalling: { value: 0.005, reason: "of the reference loss, lost in the last quarter: the training was cut short" },
  probeRows: { value: 256, reason: "rows on which signals are measured: shares to 3 %" },
  trialSteps: { value: 5000, reason: "steps of one training: an examination takes minutes at most" },
  remedies: { value: 4, reason: "the fewest that are run" },
  likely: { value: 2, reason: "from this likelihood on, 1 – 3, a remedy is run beyond the fewest" },
} as const satisfies Readonly<Record<string, Threshold>>;

/** The name of a threshold. */
export type ThresholdName = keyof typeof table;

/** All thresholds, by name. */
export const thresholds: Readonly<Record<ThresholdName, Threshold>> = table;

/** The number of one. */
export const limit = (name: ThresholdName): number => table[name].value;
