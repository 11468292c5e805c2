/** Parameters of the other choices of every experiment: nothing trained, nothing drawn, as little as can be, the other word of every list. */
export const OTHER: Record<string, object> = {
  "scalar-chain": { draws: 1000, activation: "tanh", cost: "mean-squared-error", weights: [2], outputWeights: [2] },
  "regression-net": { loss: "mean-squared-error", inputs: [1, -1], targets: [0] },
  "activation-gallery": { points: 2, draws: 100, activations: ["softsign"], identities: "float32", ranges: "sigmoid" },
  "float-underflow": {
    format: "float64",
    slope: "output",
    loss: "printed",
    keeps: 1,
    nets: 1,
    points: 2,
    signSteps: 1,
  },
  saturation: { steps: 0, cause: "biases", below: "tanh", layers: 2, width: 4, batch: 1 },
  "dying-relu": { nets: 10, widths: [], rates: [4], repeats: 2, steps: 3, width: 4, activation: "leaky-relu" },
  "jacobian-spectrum": {
    ...{ nets: 1, sizes: [2], matrices: 1, activations: ["linear", "tanh"], initialisation: "orthogonal", width: 4 },
    ...{ depth: 2, outputs: 2, maxSlope: "sigmoid", loss: "mean-squared-error" },
  },
  "column-sums": { products: 1, width: 2, layers: 1, gains: [1], edgeLayers: 1 },
  "deep-linear": {
    ...{ edgeWidth: 8, products: 1, length: 10, chains: 3, initialisation: "lecun-normal", width: 2, depths: [1] },
    ...{ edgeDepths: [1], exponentWidth: 1, burnIn: 1, strengths: [2, 1] },
  },
  "depth-sweep": {
    ...{ depths: [1], width: 2, steps: 0, repeats: 1, probe: 1, activations: ["linear"], maxSlope: "sigmoid" },
    ...{ initialisations: ["orthogonal"], gain: 2 },
  },
  "gradient-histograms": { data: "two-moons", moonsWidth: 4, moonsNets: 1, layers: 2, steps: 0, probe: 8, bins: 2 },
  initialisation: {
    ...{ steps: 0, samples: 10, repeats: 1, wideWidth: 4, wideNets: 2, narrowNets: 2, narrowWidth: 2, depth: 2 },
    ...{ width: 4, gain: 2, initialisations: ["lsuv", "he-uniform"] },
  },
  "mean-field": {
    width: 4,
    depth: 3,
    nets: 2,
    narrowNets: 2,
    narrowWidth: 4,
    weightScale: 2,
    sigmoidBias: 1,
    diagram: false,
  },
  "finite-width": { nets: 4, sideNets: 2 },
  shattered: { width: 8, nets: 2, growthNets: 2, lineNets: 2, points: 16, blocks: 1, lineDepth: 2, identityGain: 2 },
  degradation: {
    ...{ depths: [2], repeats: 1, normRepeats: 1, steps: 0, probe: 8, width: 4, skips: ["none", "scaled"] },
    ...{ norms: ["batch"], activations: ["tanh"], skipGain: 2 },
  },
  normalisation: {
    ...{ activations: ["linear"], width: 4, rows: 4, fewRows: 3, depth: 3, nets: 2, repeats: 1, samples: 10, deep: 3 },
    ...{ steps: 0, depths: [1], trained: [], squashing: "tanh", units: 4 },
  },
  "credit-assignment": { repeats: 1, steps: 1, rows: 8, depth: 1, width: 2, activation: "tanh" },
  "recurrent-lag": {
    ...{ nets: 1, draws: 1, lag: 1, hidden: 2, exact: "sigmoid", gamma: "sigmoid", order: "reversed", drawHidden: 2 },
    ...{ smallHidden: 1, smallSteps: 2, smallActivation: "sigmoid", normActivation: "tanh", drawSteps: 2 },
  },
  "long-memory": {
    ...{ tasks: ["temporal-order"], weights: ["gaussian"], samples: 8, epochs: 1, rivalEpochs: 0, testSamples: 8 },
    ...{ guesses: 100, lengths: [6], hidden: 2, rivals: ["irnn"], gain: 2 },
  },
  gates: {
    ...{ batches: 0, lag: 2, rest: "drawn", chronoUnits: 1, cells: ["gru"], lengths: [3], hidden: 2, testSamples: 2 },
    ...{ growthNets: 0, clippedNets: 0 },
  },
  exploding: { nets: 0, samples: 8, steps: 0, kind: "value", slip: "subtracted", rest: 0.5, depth: 2, width: 4 },
  "sign-updates": { nets: 1, samples: 8, steps: 0, slip: "subtracted", update: "gradient", depth: 2, width: 4 },
  remedies: { seeds: 2, steps: 2, samples: 8, logits: 2, counterpart: true, activation: "tanh", width: 4 },
  slips: {
    ...{ draws: 100, nets: 1, activation: "tanh", init: "standard", chainDepth: 1, source: 1, recurrent: "linear" },
    ...{ units: 1, weights: [2, 1] },
  },
};
