/** The words of other libraries, each with ours. */

/** What stands in a file → what is right here, as an answer to "did you mean". Keys in lower case without _ and -. */
type Translations = Readonly<Record<string, string>>;

const BATCH = `"batch" in training`;
const EPOCHS = `"epochs" in training`;
const RATE = `"learningRate" in the optimizer`;
const DECAY = `"weightDecay" in the optimizer (sgd or adam)`;
const NORM = `"norm": "batch" or "norm": "layer" in config`;
const CLIP = `"clip": { "kind": "norm", "limit": 1 } in training`;

/** Names of options. */
export const KEYS: Translations = {
  lr: RATE,
  learningrate: RATE,
  eta: RATE,
  stepsize: RATE,
  batchsize: BATCH,
  minibatch: BATCH,
  numepochs: EPOCHS,
  nepochs: EPOCHS,
  maxepochs: EPOCHS,
  epoch: EPOCHS,
  iterations: EPOCHS,
  criterion: `"loss" in training`,
  lossfunction: `"loss" in training`,
  optim: `"optimizer" in training`,
  optimiser: `"optimizer" in training`,
  hiddensize: `"hidden" (recurrent) or "sizes"`,
  hiddensizes: `"sizes": [inputs, …, outputs]`,
  hiddenlayers: `"sizes": [inputs, …, outputs]`,
  layers: `"sizes": [inputs, units of every layer] with "activation" for the hidden layers`,
  units: `"sizes": [inputs, …, outputs]`,
  neurons: `"sizes": [inputs, …, outputs]`,
  inputsize: `"inputs" (recurrent) or the first of "sizes"`,
  inputdim: `"inputs" (recurrent) or the first of "sizes"`,
  outputsize: `"outputs" (recurrent) or the last of "sizes"`,
  weightdecay: DECAY,
  l2: DECAY,
  l1: `nothing: there is no L1 penalty; the nearest is ${DECAY}`,
  kernelregularizer: DECAY,
  regularization: DECAY,
  decay: `"learningRate": { "start": 0.1, "decay": 0.999 } for a falling rate, "weightDecay" for decay of weights`,
  dropout: `nothing: there is no dropout; the doctor examines the network without it`,
  batchnorm: NORM,
  batchnormalization: NORM,
  layernorm: NORM,
  layernormalization: NORM,
  normalization: NORM,
  type: `"cell": "lstm" or "gru" in the config of a recurrent network`,
  celltype: `"cell": "lstm" or "gru"`,
  rnntype: `"cell": "lstm" or "gru"`,
  classweight: `nothing: there are no class weights; the doctor tries balanced classes by itself`,
  classweights: `nothing: there are no class weights; the doctor tries balanced classes by itself`,
  validationsplit: `"holdout" beside training, or --holdout`,
  testsize: `"holdout" beside training, or --holdout`,
  validation: `"holdout" beside training, or --holdout`,
  clipnorm: CLIP,
  gradclip: CLIP,
  gradientclipping: CLIP,
  maxnorm: CLIP,
  clipvalue: `"clip": { "kind": "value", "limit": 1 } in training`,
  betas: `"beta1" and "beta2"`,
  eps: `"epsilon"`,
  rho: `"alpha"`,
  initializer: `"init" in config`,
  initialization: `"init" in config`,
  kernelinitializer: `"init" in config`,
  weightinit: `"init" in config`,
  usebias: `"bias"`,
  activations: `"activation"`,
  nonlinearity: `"activation"`,
  hiddenactivation: `"activation"`,
  outputactivation: `"output"`,
  lastactivation: `"output"`,
  shuffle: `nothing: rows are always shuffled`,
  scheduler: `"learningRate": { "start": 0.1, "decay": 0.999 }`,
  randomstate: `"seed" in config`,
};

/** Names of losses. */
export const LOSSES: Translations = {
  mse: `"mean-squared-error"`,
  mseloss: `"mean-squared-error"`,
  l2: `"mean-squared-error"`,
  meansquarederror: `"mean-squared-error"`,
  squarederror: `"mean-squared-error"`,
  sse: `"sum-squared-error"`,
  mae: `"mean-squared-error": there is no absolute error here`,
  l1loss: `"mean-squared-error": there is no absolute error here`,
  huber: `"mean-squared-error": there is no Huber loss here`,
  smoothl1loss: `"mean-squared-error": there is no Huber loss here`,
  crossentropyloss: `"cross-entropy"`,
  categoricalcrossentropy: `"cross-entropy"`,
  sparsecategoricalcrossentropy: `"cross-entropy" (--classes makes class numbers into rows)`,
  nll: `"cross-entropy", which contains the log-softmax`,
  nllloss: `"cross-entropy", which contains the log-softmax`,
  softmaxcrossentropy: `"cross-entropy"`,
  logloss: `"cross-entropy" or "binary-cross-entropy"`,
  bce: `"binary-cross-entropy", which contains the sigmoid`,
  bceloss: `"binary-cross-entropy", which contains the sigmoid: leave the output linear`,
  bcewithlogitsloss: `"binary-cross-entropy"`,
  binarycrossentropy: `"binary-cross-entropy", which contains the sigmoid: leave the output linear`,
};

/** Names of optimizers. */
export const OPTIMIZERS: Translations = {
  adamw: `"adam" with "weightDecay", which is AdamW`,
  nadam: `"adam"`,
  adamax: `"adam"`,
  adagrad: `"rmsprop" or "adam"`,
  adadelta: `"rmsprop" or "adam"`,
  momentum: `"sgd" with "momentum": 0.9`,
  nesterov: `"sgd" with "momentum": 0.9 and "nesterov": true`,
  gd: `"sgd"`,
  gradientdescent: `"sgd"`,
  signum: `"sign-sgd" with "momentum"`,
  lion: `"sign-sgd" with "momentum"`,
  lbfgs: `"rprop", the nearest for full batches`,
};

/** Names of activations, beside those that stand in their own rows. */
export const ACTIVATIONS: Translations = {
  softmax: `"linear": the softmax is inside "cross-entropy"`,
  logsoftmax: `"linear": the log-softmax is inside "cross-entropy"`,
  hardsigmoid: `"sigmoid"`,
  hardtanh: `"tanh"`,
  prelu: `"leaky-relu"`,
  relu6: `"relu"`,
  mish: `"silu"`,
};

const normal = `{ "kind": "normal", "std": 0.05 }`;
const uniform = `{ "kind": "uniform", "limit": 0.05 }`;

/** Names of initialisations, beside those that stand in their own rows. */
export const INITS: Translations = {
  randomnormal: normal,
  gaussian: normal,
  truncatednormal: normal,
  randomuniform: uniform,
  random: `${uniform}, or "glorot-uniform"`,
  variancescaling: `{ "kind": "variance", "weight": 2, "bias": 0 }`,
};
