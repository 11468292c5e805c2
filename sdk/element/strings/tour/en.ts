/** The tour in words. Numbers are filled in from the frames. */
export const tour = {
  tour: "Tour",
  previous: "Back",
  nextScene: "Next: {title}",
  leave: "End the tour",
  progress: "{n} of {all}",
  saw: "What you saw.",
  runFirst: "Press Train, and read here what became of it.",
  claim: "Claim {claims}",
  experiment: "measured by {experiment}",

  "squashing.title": "Squashing",
  "squashing.text":
    "A sigmoid squeezes any number into 0 … 1. On its way back the error is multiplied by the slope of that curve. Drag the point outward, and watch the slope.",
  "every-layer.title": "Every layer takes its cut",
  "every-layer.text":
    "The error passes through one slope and one matrix per layer. Drag the depth, and watch what is left of it in layer 1. The dashed line is theory, drawn before any training.",
  "growing.title": "When it grows instead",
  "growing.text":
    "ReLU passes the error on undiminished, so the weights decide. Make them too large, and it grows from layer to layer. Train, and see how that ends.",
  "histograms.title": "Histograms that walk",
  "histograms.text":
    "Each ridge is the error of one layer. With the old initialisation the ridges grow narrow toward the input; with Glorot’s variance they hardly do. A has the one, B the other.",
  "initialisation.title": "Twice the variance",
  "initialisation.text":
    "Half of a ReLU layer is off, and with it half of the signal’s variance. Glorot’s weights do not make up for it, He’s do: they have twice the variance. Nothing else differs.",
  "dying.title": "Off for every input",
  "dying.text":
    "A unit that is off for every input passes nothing on and is never changed again. In narrow, deep nets a whole layer is soon off at birth. Make the layers wider, and it becomes rare.",
  "clipping.title": "Cut the stride",
  "clipping.text":
    "The exploding net once more, and its twin, in which a gradient longer than 1 is cut to length 1. The direction stays.",
  "only-the-sign.title": "Only the sign",
  "only-the-sign.text":
    "In the deep sigmoid net the size of the gradient is lost. Its direction is not: the twin takes steps of one size, each weight by the sign of its gradient.",
  "far-back.title": "Far back in time",
  "far-back.text":
    "A recurrent net is as deep as its sequence is long, with the same matrix at every step. The gradient follows a power of ρ. Drag ρ through 1.",
  "norms.title": "One norm saves, one does not",
  "norms.text":
    "Thirty sigmoid layers. Batch norm takes away what all inputs have in common; layer norm takes away what all units have in common, and that is not where the trouble is.",

  sawSlope:
    "At {x} the slope is {slope}, {times} times smaller than in the middle. Nowhere is it above {steepest}: ten slopes in a row leave {left} at the very best.",
  sawMiddle:
    "At {x} the slope is {slope}, near the steepest there is, {steepest}: ten slopes in a row leave {left} at the very best.",
  sawShare: "Behind {depth} layers, layer 1 hears {share} of the error; theory: ×\u00a0{factor} per layer.",
  sawGrowth: "With variance {variance}/n the error in layer 1 is {times} times that of the output.",
  sawWidths: "Before training, δ in layer 1 has {a} of the width in the last hidden layer in A, {b} in B.",
  sawBoth: "Before training, layer 1 hears {a} of the error in A, {b} in B.",
  sawDead: "In A the error in layer 1 is exactly {zero}, before and after training. In B, {leaky} of it comes through.",
  sawAlive: "In A layer 1 hears {share} of the error, in B {leaky}.",
  sawClipped: "In B {cut} of the steps were cut.",
  sawSize: "In both, layer 1 hears {share} of the error at the start.",
  sawLag: "{steps} steps back, {left} of the gradient is left; {radius} to the power of {steps} is {theory}.",
  sawLagCell: "{steps} steps back, {left} of the gradient is left.",
  aBroke: "A ends at step {step}: no finite number any more, first in layer {layer}.",
  bBroke: "B ends at step {step}: no finite number any more, first in layer {layer}.",
  aGuesses: "A only guesses: after {step} steps its loss is {loss}, and guessing costs {guess}.",
  bGuesses: "B only guesses: after {step} steps its loss is {loss}, and guessing costs {guess}.",
  aRight: "A learns: after {step} steps {right} of the points are right, at a loss of {loss}.",
  bRight: "B learns: after {step} steps {right} of the points are right, at a loss of {loss}.",
} as const;
