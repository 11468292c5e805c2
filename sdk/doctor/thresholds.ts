/** Every number that a finding or a verdict hangs on, with its reason. */
interface Threshold {
  readonly value: number;
  readonly reason: string;
}

/** Reasons that begin with "a convention" are just that: any number near it would do as well. */
const table = {
  stuck: {
    value: 0.0144,
    reason: "share of the reference loss: .01 of ln 2, the band in which a two-class net has learnt nothing",
  },
  learnt: {
    value: 0.5,
    reason: "share of the reference loss, a convention: below half of it a net has learnt, and a remedy has cured",
  },
  agreement: { value: 0.8, reason: "share of the seeds that must agree, a convention: four of five, and all of three" },
  change: { value: 0.1, reason: "relative change of the median loss, a convention: a tenth either way is the same" },
  risen: { value: 1.1, reason: "end of the loss over its start: as `change`, it has risen by more than a tenth" },
  fading: {
    value: 0.01,
    reason:
      "signal or gradient at one end over the other: 5000 steps do for the far end what 50 do for the near one; Glorot & Bengio's standard net has .01",
  },
  growing: {
    value: 10,
    reason:
      "the other way round: the curvature grows with its square, so a rate that suits the net without it is 100 times too large; more where finite width alone does it (Hanin 2018)",
  },
  level: {
    value: 0.01,
    reason: "‖∂W₁‖/‖∂W_L‖ from here to its inverse counts as level: a sick ReLU net of 30 layers has .4 – 10",
  },
  saturated: { value: 0.5, reason: "share of units × samples without slope: the typical unit passes nothing on" },
  dead: {
    value: 0.8,
    reason:
      "share of the units of a layer that no sample activates: depth makes samples alike, so ½ is healthy; two standard deviations more in a layer of 11",
  },
  born: { value: 0.5, reason: "probability of being dead at birth: rather than not" },
  symmetric: { value: 0, reason: "difference between units: equal ones stay equal to the last bit" },
  inputMean: {
    value: 5,
    reason: "|mean| of an input: the curvature along its weight is 1 + 25 times what it is for mean 0 (LeCun 1998)",
  },
  inputLarge: {
    value: 10,
    reason:
      "standard deviation of an input: u varies by 10, where three of four tanh units are flat, and the curvature is 100 times too large",
  },
  inputSmall: {
    value: 0.02,
    reason:
      "standard deviation of all inputs: the curvature is 2500 times too small, so a trial of 5000 steps does the work of two",
  },
  inputSpread: {
    value: 30,
    reason: "largest over smallest standard deviation: the condition is its square, 900, and one rate cannot suit both",
  },
  constantTarget: {
    value: 1e-6,
    reason: "standard deviation over magnitude: rounding to float32 leaves 10⁻⁷, the rest is the sum's",
  },
  imbalance: { value: 0.95, reason: "share of one class, a convention: always naming it is right 19 times in 20" },
  lag: {
    value: 1e-3,
    reason: "‖∂J/∂h₁‖/‖∂J/∂h_T‖: 5000 steps do for what happened first what 5 do for what happened last",
  },
  lagSteps: { value: 20, reason: "steps over which a net must remember before the first look, a convention" },
  moved: {
    value: 0.02,
    reason: "‖θ − θ₀‖/‖θ₀‖ after the training: 20 steps of the healthy update-to-weight ratio, 10⁻³, go as far",
  },
  stride: {
    value: 1e-4,
    reason:
      "the same in one step: a tenth of the healthy ratio; who went further in few steps has a sound rate and is slow",
  },
  bouncing: {
    value: 0.4,
    reason:
      "share of the epochs in which the loss rose: a walk without aim has ½, less two standard deviations at 100 epochs (at n epochs ½ − 1/√n, where that is more)",
  },
  wandered: {
    value: 0.5,
    reason:
      "‖θ − θ₀‖/‖θ₀‖ of a walk, a convention: half of the weights' size; below it, it may be rounding at the bottom",
  },
  stillFalling: {
    value: 0.0036,
    reason: "of the reference loss, lost in the last quarter: at this speed four quarters leave the band of `stuck`",
  },
  probeRows: { value: 256, reason: "rows on which signals are measured: the standard error of a share is ½/√256, 3 %" },
  trialSteps: { value: 5000, reason: "steps of one training, a convention: an examination takes minutes at most" },
  remedies: { value: 4, reason: "the fewest that are run, a convention" },
  likely: { value: 2, reason: "from this likelihood on, 1 – 3, a remedy is run beyond the fewest; a convention" },
} as const satisfies Readonly<Record<string, Threshold>>;

/** The name of a threshold. */
export type ThresholdName = keyof typeof table;

/** All thresholds, by name. */
export const thresholds: Readonly<Record<ThresholdName, Threshold>> = table;

/** The number of one. */
export const limit = (name: ThresholdName): number => table[name].value;
