import type { ClaimSpec } from "../types.js";

const HE = "He, Zhang, Ren & Sun 2016";
const BALDUZZI = "Balduzzi et al. 2017";
const shallow = { depths: [2, 5], skips: ["none"], norms: [], repeats: 1 };
const normed = { skips: ["none"], repeats: 1, normRepeats: 1 };

/** What `degradation` holds against its measurements; losses are medians over the nets, in nats. */
export const degradationClaims: readonly ClaimSpec[] = [
  {
    id: "C17.shallow",
    statement: "Two hidden layers of tanh reach a training loss of about .13.",
    source: `${HE} for the comparison; .13 in float64, to the scatter over seeds`,
    low: 0.12,
    high: 0.15,
    unit: "nats",
    foreseen: true,
    control: { depths: [2], activations: ["tanh"], skips: ["none"], norms: [], repeats: 1, steps: 100 },
  },
  {
    id: "C17.plain-tanh",
    statement: "Fifty plain layers of tanh hardly get below ln 10 = 2.3, the loss of guessing, on the training data.",
    source: `${HE}; 2.3 in float64`,
    low: 1.8,
    high: null,
    unit: "nats",
    foreseen: true,
    control: { ...shallow, activations: ["tanh"] },
  },
  {
    id: "C17.plain-relu",
    statement: "Nor do fifty plain layers of ReLU with He's weights.",
    source: `${HE}; 2.3 in float64`,
    low: 1.8,
    high: null,
    unit: "nats",
    foreseen: true,
    control: { ...shallow, activations: ["relu"] },
  },
  {
    id: "C17.at-twenty",
    statement:
      "It begins before that: twenty plain layers end above five on the training data (smaller of the ratios, tanh and ReLU).",
    source: HE,
    low: 1,
    high: null,
    foreseen: true,
    control: { depths: [5, 20], skips: ["none"], norms: [], repeats: 1, steps: 20, learningRate: 0.001 },
  },
  {
    id: "C17.deeper-better",
    statement:
      "A deeper net, which can represent the shallower one, fits the training data at least as well (deepest over shallowest, the larger ratio).",
    source: "Often taught; true of what nets can represent, not of what training finds",
    low: null,
    high: 1,
    foreseen: false,
    control: shallow,
  },
  {
    id: "C17.underfits",
    statement:
      "It underfits: from the shallowest to the deepest plain net the training loss rises by more than a nat beyond what the gap to the test loss gains (the smaller, tanh and ReLU).",
    source: HE,
    low: 1,
    high: null,
    unit: "nats",
    foreseen: true,
    control: shallow,
  },
  {
    id: "C17.scaled",
    statement:
      "With skips of gain 1/√blocks the training loss stays level to the deepest net (largest ratio to the shallowest).",
    source: `${BALDUZZI}; ${HE}`,
    low: null,
    high: 1.25,
    foreseen: true,
    control: {
      depths: [2, 50],
      activations: ["relu"],
      skips: ["scaled"],
      norms: [],
      repeats: 1,
      steps: 100,
      skipGain: 10,
    },
  },
  {
    id: "C17.explodes",
    statement:
      "Plain identity skips make ReLU nets explode: loss at the start, deepest over shallowest (log₁₀ of the median).",
    source: `${BALDUZZI}: E‖u‖² doubles in each block`,
    low: 4,
    high: null,
    unit: "decades",
    foreseen: true,
    control: { activations: ["relu"], skips: ["identity"], norms: [], repeats: 1, steps: 0, skipGain: 0.14 },
  },
  {
    id: "C17.not-trained",
    statement:
      "… so that none of the deepest of them learns: not finite, or at the loss of guessing, after training (share of the nets).",
    source: BALDUZZI,
    low: 1,
    high: 1,
    unit: "share of the nets",
    foreseen: true,
    control: { depths: [2, 50], activations: ["relu"], skips: ["identity"], norms: [], repeats: 1, skipGain: 0.14 },
  },
  {
    id: "C17.doubles",
    statement:
      "With identity skips the mean square of u grows by 1 + α² = 2 in each ReLU block, in a median net of finite width by a little less (factor a block).",
    source: `${BALDUZZI}; He et al. 2015`,
    low: 1.65,
    high: 2.2,
    foreseen: true,
    control: {
      depths: [50],
      activations: ["relu"],
      skips: ["identity"],
      norms: [],
      repeats: 1,
      steps: 0,
      skipGain: 0.14,
    },
  },
  {
    id: "C17.level",
    statement:
      "With gain 1/√blocks it grows by (1 + 1/L)^L < e through all of them (measured over theory, median net).",
    source: BALDUZZI,
    low: 0.5,
    high: 2,
    foreseen: true,
    control: { depths: [50], activations: ["relu"], skips: ["scaled"], norms: [], repeats: 1, steps: 0, skipGain: 3 },
  },
  {
    id: "C17.norms",
    statement:
      "Normalisation undoes it: with layer norm or batch norm the deepest nets fit the training data as the shallowest do (largest ratio).",
    source: "Often said; see C30 and C31 for what norms do and do not",
    low: null,
    high: 1.25,
    foreseen: false,
    control: { ...normed, depths: [2, 3], activations: ["relu"], norms: ["batch"] },
  },
  {
    id: "C17.layer",
    statement: "Fifty layers with layer norm stay at ln 10, the loss of guessing (smaller of tanh and ReLU).",
    source: "C31: all inputs have come to point one way",
    low: 2.2,
    high: null,
    unit: "nats",
    foreseen: true,
    control: { ...normed, depths: [2, 5], activations: ["tanh"], norms: ["layer"] },
  },
  {
    id: "C17.batch-tanh",
    statement: "Batch norm takes fifty layers of tanh halfway: to about 1, where plain ones hardly get below ln 10.",
    source: "C31: batch norm holds inputs apart; 1.0 ± .1 in single nets, to twice that on either side",
    low: 0.6,
    high: 1.5,
    unit: "nats",
    foreseen: true,
    control: { ...normed, depths: [2, 5], activations: ["tanh"], norms: ["batch"] },
  },
  {
    id: "C17.inserted",
    statement:
      "A deeper net can represent the shallower: ReLU layers with W = I and b = 0 behind the hidden ones change none of the outputs (outputs that differ).",
    source: `${HE}, by construction; checked bit by bit`,
    low: 0,
    high: 0,
    foreseen: true,
    // tanh of what is not negative is something else
    control: {
      depths: [2, 5],
      activations: ["relu"],
      skips: ["none"],
      norms: [],
      repeats: 1,
      steps: 50,
      inserted: "tanh",
    },
  },
  {
    id: "C17.inserted-loss",
    statement: "… and so the loss is the same to the last bit (largest difference).",
    source: `${HE}, by construction`,
    low: 0,
    high: 0,
    unit: "nats",
    foreseen: true,
    control: {
      depths: [2, 5],
      activations: ["relu"],
      skips: ["none"],
      norms: [],
      repeats: 1,
      steps: 50,
      inserted: "tanh",
    },
  },
];
