import { normGradientFactor } from "../../theory/index.js";
import type { ClaimSpec } from "../types.js";

const LAW = "E φ'²/E φ² behind a layer norm, E φ'²/Var φ behind a batch norm, û ~ N(0, 1)";
const YANG = "Yang et al. 2019, A mean field theory of batch normalization";
const SCALE = "van Laarhoven 2017, L2 regularization versus batch and weight normalization";
const WIDE =
  "± from 128 units and rows: the factor of one net scatters by .03 behind a layer norm, .014 behind a batch norm; ≈ 2/rows come on top of a batch norm's";
const relu = normGradientFactor({ activation: "relu", norm: "batch" });

/** As little as a control of something else can do with. */
const little = { activations: ["linear"], width: 8, rows: 8, depth: 3, nets: 2, deep: 3, trained: [] } as const;
/** Wide nets, and nothing trained. */
const wide = { width: 64, rows: 64, depth: 10, nets: 2, deep: 3, trained: [] } as const;
/** ε as large as the signal: what is left divides by nothing much. */
const felt = { ...wide, epsilon: 1 } as const;
const oneNet = { ...little, repeats: 1, samples: 100 } as const;

/** What `normalisation` holds against its measurements. Factors are those per layer of ‖δ‖², going down. */
export const normalisationClaims: readonly ClaimSpec[] = [
  {
    id: "C29.law",
    statement:
      "Behind a norm the activation alone decides what becomes of the gradient: linear, ReLU, tanh and sigmoid behind layer, RMS and batch norm (largest relative distance of a factor from theory).",
    source: `${LAW}; ${WIDE}`,
    low: 0,
    high: 0.1,
    foreseen: true,
    control: felt,
  },
  {
    id: "C29.layer-sigmoid",
    statement: "Behind a layer norm a sigmoid passes on .152827 of ‖δ‖² per layer.",
    source: `${LAW}; the mean of five nets is known to ± .002`,
    low: 0.142,
    high: 0.164,
    foreseen: true,
    control: { ...felt, activations: ["sigmoid"] },
  },
  {
    id: "C29.batch-sigmoid",
    statement: "Behind a batch norm, which takes its mean ½ off, it passes on 1.033592: nothing is lost.",
    source: `${LAW}; ${WIDE}: 1.056 ± .004`,
    low: 1,
    high: 1.12,
    foreseen: true,
    control: { ...felt, activations: ["sigmoid"] },
  },
  {
    id: "C29.layer-relu",
    statement: "Behind a layer norm a ReLU keeps ‖δ‖² level: 1.",
    source: `${LAW}; the mean of five nets is known to ± .014`,
    low: 0.92,
    high: 1.1,
    foreseen: true,
    control: { ...felt, activations: ["relu"] },
  },
  {
    id: "C29.batch-relu",
    statement: `Behind a batch norm it makes it grow: π/(π − 1) = ${relu.toFixed(6)}.`,
    source: `${YANG}; the mean of five nets is known to ± .006`,
    low: 1.43,
    high: 1.52,
    foreseen: true,
    control: { ...felt, activations: ["relu"] },
  },
  {
    id: "C29.few-rows",
    statement: "Small batches are worse: with 8 rows that factor is 1.78 instead of 1.47.",
    source: "Measured in float64 at 512 units; 1.75 here, and the mean of five nets is known to ± .035",
    low: 1.58,
    high: 1.95,
    foreseen: true,
    control: { ...wide, activations: ["linear"], fewRows: 128 },
  },
  {
    id: "C29.scale-free",
    statement: "The size of the weights does not matter: σ_w² = 9 instead of 1 (relative change of that factor).",
    source: `${SCALE}; what is left is ε's, of order 1e-5`,
    low: 0,
    high: 0.002,
    foreseen: true,
    control: { ...felt, activations: ["relu"] },
  },
  {
    id: "C29.level",
    statement:
      "A norm keeps gradients level, whatever the activation: each factor is within 1.3 of 1 (the larger of factor and inverse, largest).",
    source: "Often said; the sigmoid behind a layer norm and the ReLU behind a batch norm are outside",
    low: 1,
    high: 1.3,
    foreseen: false,
    control: { ...wide, activations: ["linear"] },
  },
  {
    id: "C30.none",
    statement:
      "Without a norm 10 and 30 layers of sigmoids stay at ln 2 = .693, the loss of guessing (share of the nets).",
    source: "C15; 600 steps of SGD at rate .5, Glorot's weights, two moons",
    low: 1,
    high: 1,
    unit: "share of the nets",
    foreseen: true,
    control: { ...oneNet, trained: ["sigmoid"], squashing: "tanh", depths: [4] },
  },
  {
    id: "C30.layer",
    statement: "With layer norm they stay there as well (share of the nets).",
    source: "C29: .153 of ‖δ‖² per layer, 7·10⁻⁹ of it through ten",
    low: 1,
    high: 1,
    unit: "share of the nets",
    foreseen: true,
    control: { ...oneNet, trained: ["sigmoid"], squashing: "tanh", depths: [4] },
  },
  {
    id: "C30.batch",
    statement: "With batch norm they learn: .001 to .006 (loss at the end, median net, the worse of the two depths).",
    source: "C29; in float64 .0009 – .006; ten times as much is still a hundredth of guessing",
    low: 0,
    high: 0.06,
    unit: "nats",
    foreseen: true,
    control: { ...oneNet, trained: ["sigmoid"], depths: [10], steps: 5 },
  },
  {
    id: "C30.cures",
    statement:
      "Normalisation cures vanishing gradients: nets of sigmoids with layer norm and with batch norm end below half of ln 2 (the worst median).",
    source: "Often said; true of batch norm, false of layer norm",
    low: 0,
    high: 0.3466,
    unit: "nats",
    foreseen: false,
    control: { ...oneNet, trained: ["sigmoid"], squashing: "tanh", depths: [4] },
  },
  {
    id: "C31.explodes",
    statement:
      "Through 50 layers of ReLU with batch norm the gradient explodes, ‖δ‖² by 1.467 per layer: 2.1·10⁸ in all (measured decades over theory's).",
    source: `${YANG}; known to ± .01`,
    low: 0.93,
    high: 1.07,
    foreseen: true,
    control: { ...felt, activations: ["linear"], nets: 2, deep: 10 },
  },
  {
    id: "C31.trains",
    statement: "Yet such a net trains, at rate .1 (loss at the end, median net).",
    source: "C31.orthogonal and C31.shrinks below; .18 – .43 in float64, here .2 ± .11; guessing is .69",
    low: 0,
    high: 0.65,
    unit: "nats",
    foreseen: true,
    control: { ...oneNet, trained: ["deep-relu"], deep: 50, steps: 20 },
  },
  {
    id: "C31.level",
    statement: "With layer norm the gradient of that net is level: ‖δ₂‖²/‖δ_L‖² (decades away from 1, median net).",
    source: `${LAW}: 1; in one net of this width it scatters by half a decade`,
    low: 0,
    high: 1.5,
    unit: "decades",
    foreseen: true,
    control: { ...felt, activations: ["linear"], nets: 2, deep: 30 },
  },
  {
    id: "C31.enough",
    statement:
      "A level gradient is enough: the net with layer norm learns, so that its mean loss over the 600 steps is below half of ln 2 (median net).",
    source: "Often taken for granted; it is stuck at .69 nearly all the time",
    low: 0,
    high: 0.3466,
    unit: "nats",
    foreseen: false,
    control: { ...oneNet, trained: ["deep-relu"], deep: 10 },
  },
  {
    id: "C31.stuck",
    statement: "It stays at the loss of guessing for most of the training (mean loss over the 600 steps, median net).",
    source:
      "In float64 .69 at the end. Some nets leave it late, which the end shows and the mean hardly does: .69, lowest of 15 medians .65",
    low: 0.5,
    high: null,
    unit: "nats",
    foreseen: true,
    control: { ...oneNet, trained: ["deep-relu"], deep: 10 },
  },
  {
    id: "C31.alike",
    statement:
      "For by then all inputs point one way: inputs that had nothing in common have a mean cosine of .99 in layer 50 (layer norm, median net).",
    source: "Correlation map of ReLU: 1 − c → 9π²/(2l²) (Poole et al. 2016; Schoenholz et al. 2017)",
    low: 0.93,
    high: 1,
    foreseen: true,
    control: { ...little, width: 64, deep: 4 },
  },
  {
    id: "C31.apart",
    statement: "Batch norm holds them apart: there the mean cosine of what ReLU puts out stays at 1/π = .318.",
    source: `${YANG}, where all rows are equally far apart`,
    low: 0.24,
    high: 0.4,
    foreseen: true,
    // three rows are the corners of a triangle: they cannot be equally far apart and near
    control: { ...little, width: 64, rows: 3 },
  },
  {
    id: "C31.orthogonal",
    statement: "With a norm behind it a matrix's gradient is orthogonal to it: |⟨W, ∂W⟩|/(‖W‖ ‖∂W‖) (largest).",
    source: `${SCALE}; 0 up to ε, 10⁻⁵ of Var u`,
    low: 0,
    high: 0.0001,
    foreseen: true,
    control: { ...little, epsilon: 1 },
  },
  {
    id: "C31.unchanged",
    statement: "Hidden weights 4 times as large change nothing of the output (relative change, larger of the norms).",
    source: `${SCALE}; 0 up to ε, 10⁻⁵ of Var u`,
    low: 0,
    high: 0.0001,
    foreseen: true,
    control: { ...little, epsilon: 1 },
  },
  {
    id: "C31.shrinks",
    statement: "And divide every hidden gradient by 4: c ‖∂W‖ after over before is 1 (largest distance).",
    source: `${SCALE}; 1 up to ε, 10⁻⁵ of Var u`,
    low: 0,
    high: 0.0001,
    foreseen: true,
    control: { ...little, epsilon: 1 },
  },
  {
    id: "C32.none",
    statement:
      "Ten layers of ReLU from N(0, 9/n) break down in training, SGD at rate .1 (share that ends non-finite, or dead after an explosion).",
    source: "C24; 14 of 15 non-finite and one dead in float64",
    low: 0.6,
    high: 1,
    unit: "share of the nets",
    foreseen: true,
    control: { ...oneNet, trained: ["large-relu"], weightVariance: 2 },
  },
  {
    id: "C32.layer",
    statement: "Layer norm cures them: below .02 (loss at the end, median net).",
    source: "C29.scale-free; < .02 in float64, to a factor of three",
    low: 0,
    high: 0.06,
    unit: "nats",
    foreseen: true,
    control: { ...oneNet, trained: ["large-relu"], steps: 5 },
  },
  {
    id: "C32.batch",
    statement: "And so does batch norm: below .002 (loss at the end, median net).",
    source: "C29.scale-free; < .002 in float64, to a factor of three",
    low: 0,
    high: 0.006,
    unit: "nats",
    foreseen: true,
    control: { ...oneNet, trained: ["large-relu"], steps: 5 },
  },
];
