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
  advanced: {
    value: 0.8,
    reason:
      "share of the reference loss, a convention: who got rid of a fifth of it without a trial's proof has signals that get through",
  },
  agreement: { value: 0.8, reason: "share of the seeds that must agree, a convention: four of five, and all of three" },
  change: { value: 0.1, reason: "relative change of the median loss, a convention: a tenth either way is the same" },
  risen: { value: 1.1, reason: "end of the loss over its start: as `change`, it has risen by more than a tenth" },
  fading: {
    value: 0.01,
    reason:
      "signal or gradient at one end over the other: 5000 steps do for the far end what 50 do for the near one; Glorot & Bengio's standard net has .01",
  },
  faint: {
    value: 0.05,
    reason:
      "as `fading`, a suspicion that counts only when a remedy of its own does better: the far end gets a twentieth of what the near one gets",
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
    reason:
      "root of the largest over the typical E x² of an input: the condition is its square, 900, and one rate cannot suit both",
  },
  constantTarget: {
    value: 1e-6,
    reason: "standard deviation over magnitude: rounding to float32 leaves 10⁻⁷, the rest is the sum's",
  },
  unreachable: {
    value: 0.0144,
    reason:
      "share of the constant answer's loss that lies beyond the output's range: as `stuck`, the least that counts as a loss",
  },
  heldBack: {
    value: 0.5,
    reason:
      "least loss of the output's range over the final loss: most of what is left is the output's, in a net that learnt otherwise",
  },
  flatOutput: {
    value: 0.9,
    reason: "share of outputs × rows without slope: nine rows of ten send nothing back, a convention",
  },
  targetLarge: {
    value: 10,
    reason:
      "standard deviation of a target: the error and its gradient are 10 times what rates are made for, the curvature of two layers 100 times",
  },
  targetSmall: {
    value: 0.02,
    reason:
      "standard deviation of all targets: a fresh network's own noise is 50 times as large, and its square 2500 times",
  },
  targetSpread: {
    value: 30,
    reason:
      "largest over smallest standard deviation of targets: the smaller has 1/900 of the loss, and is not looked at",
  },
  targetMean: {
    value: 5,
    reason: "|mean| over standard deviation of a target: 25 of 26 parts of the first loss are the offset",
  },
  decayed: {
    value: 0.1,
    reason:
      "size of the weights after the training over that before: two layers of a tenth leave a hundredth of the signal",
  },
  memorised: {
    value: 2,
    reason: "loss on fresh rows over that on known ones, where the fresh ones are not learnt: twice, a convention",
  },
  imbalance: { value: 0.95, reason: "share of one class, a convention: always naming it is right 19 times in 20" },
  lag: {
    value: 1e-3,
    reason: "‖∂J/∂h₁‖/‖∂J/∂h_T‖: 5000 steps do for what happened first what 5 do for what happened last",
  },
  lagSteps: { value: 20, reason: "steps over which a net must remember before the first look, a convention" },
  ownStep: {
    value: 0.1,
    reason:
      "step of Adam, RMSprop or the sign over the size of the weights: a hundred times the healthy 10⁻³, ten steps undo a layer",
  },
  wholeStep: {
    value: 1,
    reason:
      "first step over the size of the weights, a convention: as large as they are, it leaves nothing of the initialisation",
  },
  farBelow: {
    value: 0.001,
    reason:
      "rate over the stability edge: a suspicion; at the edge itself the trial would have gone a thousand times as far",
  },
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
  likely: { value: 2, reason: "from this likelihood on, 1 – 3, a remedy is a test of its finding; a convention" },
  tests: { value: 8, reason: "the most remedies that one finding is tested with, a convention" },
  combinations: { value: 12, reason: "the most second changes that are tried on top of a first, a convention" },
  confirming: { value: 2, reason: "fresh seeds beyond those of the report in which a cure must hold as well" },
  trialSeconds: {
    value: 5,
    reason: "estimated seconds of the patient's own training on one core, a quarter of the whole examination",
  },
  examinationSeconds: {
    value: 18,
    reason: "estimated seconds of everything: 20 are the most that somebody waits for, a tenth is the estimate's error",
  },
  referenceSteps: {
    value: 1000,
    reason: "steps of a reference net on each fold: what two spirals take, the hardest of small data",
  },
  referenceSeconds: {
    value: 1,
    reason: "estimated seconds of a reference net on each fold, a convention: longer sequences get fewer steps",
  },
  fewestRows: {
    value: 24,
    reason:
      "rows from which on some can be kept out: five folds then hold five rows each, whose standard error is under a half",
  },
  rowsToTell: {
    value: 200,
    reason:
      "rows from which on what is learnt is told from what is known by heart where no reference learns: two standard errors of a share are then 7 %",
  },
  rowsPerInput: {
    value: 10,
    reason:
      "rows per input (and step) of a sequence from which on fresh rows decide whether there is anything to learn: a linear model is then known to a tenth",
  },
} as const satisfies Readonly<Record<string, Threshold>>;

/** The name of a threshold. */
export type ThresholdName = keyof typeof table;

/** All thresholds, by name. */
export const thresholds: Readonly<Record<ThresholdName, Threshold>> = table;

/** The number of one. */
export const limit = (name: ThresholdName): number => table[name].value;
