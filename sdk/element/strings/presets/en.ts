/** Presets in words. */
/** Title and sentence of each preset of the lectures. */
const lectures = {
  "deep-sigmoid": [
    "Deep sigmoid net",
    "Ten sigmoid layers leave layer 1 next to nothing of the error, and the map stays grey; ten of tanh, drawn orthogonal, learn from the same seed.",
  ],
  "scalar-chain": [
    "A chain of single units",
    "One unit a layer: the gradient is a product of ten slopes and ten weights. Of sigmoid nothing comes through, of tanh enough to learn.",
  ],
  "activation-gallery": [
    "Gallery of activations",
    "A sigmoid's slope is never above ¼, a ReLU's is 1 wherever it is on: three layers already part.",
  ],
  "float-underflow": [
    "Too small for a float",
    "Behind fifty sigmoid layers the gradient of layer 1 is exactly 0 in float32; scaled skips keep it level at the same depth.",
  ],
  saturation: [
    "Saturated units",
    "Weights twenty times too large press nearly every tanh against its wall; Glorot's variance leaves every unit its slope.",
  ],
  "relu-born-dead": [
    "Born dead",
    "Forty ReLU layers of four units: one of them is off for every input, and the error ends there, at exactly 0. Leaky units let a little through, too little to learn.",
  ],
  "jacobian-spectrum": [
    "Spectrum of the Jacobian",
    "Weights of U(±1/√n) shrink every direction; orthogonal ones keep the error at its size through fifteen layers.",
  ],
  "deep-linear": [
    "Deep linear net",
    "No activation at all: weights of 1.5 times the right size grow the error 1.5-fold per layer, and the training ends in NaN; orthogonal ones keep it to the digit.",
  ],
  "gradient-histograms": [
    "Histograms that walk",
    "Twenty tanh layers: with U(±1/√n) the histograms of δ grow narrower layer by layer, with Glorot's variance they hardly do, and that net learns.",
  ],
  "relu-glorot-30": [
    "Twice the variance",
    "Thirty ReLU layers: with Glorot's variance the net only guesses, with He's, twice as much, it learns.",
  ],
  "edge-of-chaos": [
    "Edge of chaos",
    "tanh keeps the signal in bounds, yet beyond the edge of chaos the gradient grows a thousandfold on its way down; at the edge the net learns.",
  ],
  "finite-width": [
    "Narrow and wide",
    "The same thirty ReLU layers: eight units a layer lose the error by chance, sixty-four hold it near what theory says.",
  ],
  "shattered-gradients": [
    "Shattered gradients",
    "Fifty ReLU layers keep the size of the gradient, but not what it says; with scaled skips the net learns within 200 steps.",
  ],
  "skips-of-gain-one": [
    "Skips of gain 1",
    "Skips that add everything double the variance in every block, and the net breaks; skips of gain 1/√layers train.",
  ],
  "sigmoid-with-skips": [
    "Sigmoid, saved by skips",
    "The same ten sigmoid layers, with scaled skips: a tenth of the error arrives in layer 1, and the net learns.",
  ],
  "batch-norm-sigmoid-30": [
    "Batch norm, layer norm",
    "Thirty sigmoid layers: behind batch norm they learn, behind layer norm they only guess.",
  ],
  "norm-cures-explosion": [
    "A norm against explosion",
    "Weights that explode a ReLU net within ten steps do no harm behind layer norm.",
  ],
  "credit-assignment": [
    "Who earns the decrease",
    "Three layers, 300 steps: sigmoid has stopped at a straight line while ReLU has found the moons.",
  ],
  "exploding-relu": [
    "Exploding gradient",
    "Weights of variance 9/n end in NaN within ten steps; cut to norm 1, the same net learns.",
  ],
  "only-the-sign": [
    "Only the sign",
    "The size of the gradient is lost in the deep sigmoid net, its direction is not: steps of its sign alone learn.",
  ],
  "time-is-depth": [
    "Time is depth",
    "A recurrent net is as deep as its sequence is long: with ρ times an orthogonal matrix the gradient of k steps ago has shrunk by ρᵏ.",
  ],
  gates: [
    "A gate that keeps",
    "With ρ = ½ the gradient of fifty steps ago is gone in a simple cell; what an LSTM's forget gate keeps is billions of times more.",
  ],
} as const;

/** What each net of the zoo is. Their names are their titles. */
const zoo = {
  "by-heart": "Seventy-two noisy rows and 4,400 weights: it knows its rows by heart.",
  "constant-target": "Every target is 3.",
  "decay-of-one": "Weight decay of 1 pulls every weight to 0.",
  "deep-sigmoid-fast":
    "The same with twenty times the rate: a larger step is no cure for a gradient that is not there.",
  "deep-sigmoid":
    "The net of the textbooks: ten sigmoid layers, whose slope of at most ¼ leaves the first layer no gradient.",
  "healthy-linear": "Linear regression.",
  "healthy-regression": "A regression with Adam.",
  "healthy-relu-he-16": "Sixteen ReLU layers with He's variance.",
  "healthy-rnn-copy": "An orthogonal tanh recurrent net copies a symbol over ten steps.",
  "healthy-sigmoid-shallow": "One sigmoid layer: what ails ten does not ail one.",
  "healthy-skips-24": "Twenty-four ReLU layers with skips of gain 1/√layers.",
  "healthy-spirals": "Two spirals with Adam.",
  "healthy-tanh-orthogonal-20": "Twenty tanh layers, drawn orthogonal: depth need not fail.",
  "healthy-tanh": "tanh, Glorot, a fitting rate.",
  "identity-skips-24": "Skips of gain 1 add up: a ReLU residual net doubles its variance in every block.",
  "inputs-far-away": "Inputs around 100, as temperatures in Fahrenheit or years come.",
  "inputs-thousand": "One input a thousand times as large as the other.",
  "linear-growing": "A deep linear net with weights 1.5 times an orthogonal matrix.",
  "no-hidden-layer": "No hidden layer: spirals cannot be parted by one line.",
  prices: "Targets near 300,000: Adam walks there in steps of its rate.",
  "rare-class": "Two moons of which one is all but gone: 97 % of the targets are one class.",
  "rate-huge-linear": "Linear regression with a rate beyond 2/λ: every step overshoots further than the last.",
  "rate-huge": "A healthy tanh net whose rate throws it about.",
  "rate-tiny-adam": "Adam with a rate that moves no weight.",
  "rate-tiny": "A healthy net at a rate of 1e-4.",
  "relu-glorot-30":
    "He's example: Glorot's variance halves a ReLU signal in every layer, and the weight gradients do not show it.",
  "relu-killed": "A rate that throws the ReLU units so far that no sample reaches them any more.",
  "relu-narrow-40": "A ReLU net three units wide is likely to be born dead: some layer lets nothing through.",
  "relu-normal-9": "Weights of variance 9/n: a ReLU signal doubles in every layer.",
  "relu-output-dead": "The output unit is a ReLU that no row activates: every target is positive, and none is reached.",
  "rnn-relu-exploding": "A ReLU recurrent net whose state grows 1.8 times in every step.",
  "rnn-shrinking": "W_h of half an orthogonal matrix: the gradient halves in every step.",
  "rnn-sigmoid-lag": "A sigmoid recurrent net forgets what stood 30 steps ago.",
  "rnn-tanh-chaotic": "tanh with W_h of 2.4 times a Gaussian matrix: states in bounds, gradients not.",
  "sigmoid-for-numbers": "Targets go from -3 to 3, but the output is a sigmoid.",
  "sigmoid-regression": "Eight sigmoid layers on a regression.",
  "slow-spirals": "A healthy net on two spirals, stopped long before it is done.",
  "softmax-behind-sigmoid": "The output goes through a sigmoid, and the loss applies its softmax to that.",
  "softsign-chaotic": "softsign with large weights: level forward, exploding backward.",
  "tanh-chaotic": "tanh keeps the signal in bounds while χ₁ = 1.9 blows up the gradient on its way down.",
  "tanh-saturated": "Weights ten times too large press every tanh against its wall.",
  "tanh-standard-20": "U(±1/√n) takes two thirds of a tanh signal's variance in every layer.",
  "tiny-normal": "Weights of standard deviation .01 in five layers: the signal is gone before it arrives.",
  "zeros-relu": "All weights 0 under ReLU: no unit ever wakes.",
  zeros: "All weights 0: units that are alike stay alike.",
} as const;

export const presets = { lectures, zoo } as const;
