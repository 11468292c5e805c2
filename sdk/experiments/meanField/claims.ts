import type { ClaimSpec } from "../types.js";

const FIELD = "Poole et al. 2016; Schoenholz et al. 2017";
/** Nets of another variance than the theory is told. */
const lighter = { weightScale: 0.2, diagram: false, nets: 2, narrowNets: 8 } as const;
/** What is computed alone. */
const bare = { diagram: false, nets: 2, narrowNets: 2, width: 32 } as const;

/** What `mean-field` holds against its measurements. χ₁ is the factor per layer of ‖δ‖², going down. */
export const meanFieldClaims: readonly ClaimSpec[] = [
  {
    id: "C16.chi",
    statement:
      "χ₁ = σ_w² E φ'² is what wide nets do, for every activation (largest relative distance of measured from theory).",
    source: `${FIELD}; from these nets χ₁ is known to ± 2 %, of the critical sigmoid to ± 3 %`,
    low: 0,
    high: 0.12,
    foreseen: true,
    control: lighter,
  },
  {
    id: "C16.variance",
    statement:
      "The variance of the pre-activations stays at q* = σ_w² E φ² + σ_b² (largest distance, in the standard deviations that nets of this width and number have; activations without a q* of their own left out).",
    source: `${FIELD}; the standard deviation to first order in 1/width; of 13 normal numbers one is beyond 4 in 1 of 1000 draws`,
    low: 0,
    high: 4,
    unit: "standard deviations",
    foreseen: true,
    control: lighter,
  },
  {
    id: "C16.point",
    statement: "tanh is critical at σ_b² = .05 for σ_w² = 1.7609546396 (computed).",
    source: `χ₁ = 1: ${FIELD}`,
    low: 1.76095463955,
    high: 1.76095463965,
    foreseen: true,
    control: { ...bare, biasVariance: 0.1 },
  },
  {
    id: "C16.critical",
    statement: "tanh nets drawn at the critical point neither lose nor gain: χ₁ = 1 (measured).",
    source: `${FIELD}; from these nets known to ± .015`,
    low: 0.93,
    high: 1.07,
    foreseen: true,
    control: lighter,
  },
  {
    id: "C16.sigmoid",
    statement: "The sigmoid with σ_w = 1 passes on .0557 of ‖δ‖² a layer (measured).",
    source: `${FIELD}; from these nets known to ± .0005`,
    low: 0.0525,
    high: 0.059,
    foreseen: true,
    control: lighter,
  },
  {
    id: "C16.sigmoid-point",
    statement: "Without biases the sigmoid is critical only at σ_w² = 103.00755 (computed).",
    source: `χ₁ = 1: ${FIELD}`,
    low: 103.007545,
    high: 103.007555,
    foreseen: true,
    control: { ...bare, sigmoidBias: 0.5 },
  },
  {
    id: "C16.sigmoid-critical",
    statement: "And there it does pass gradients on: χ₁ = 1 (measured).",
    source: `${FIELD}; from these nets known to ± .03`,
    low: 0.87,
    high: 1.13,
    foreseen: true,
    control: lighter,
  },
  {
    id: "C16.depth-scale",
    statement: "tanh with σ_w = 2, σ_b² = .05 multiplies ‖δ‖² by e in 1/ln χ₁ = 3.40 layers (measured).",
    source: `Schoenholz et al. 2017; from these nets known to ± .2`,
    low: 2.8,
    high: 4.2,
    unit: "layers",
    foreseen: true,
    control: lighter,
  },
  {
    id: "C16.all-bounded",
    statement:
      "Gradients vanish with all bounded activations: χ₁ of sigmoid, tanh and softsign is below 1 in all of these nets (the largest).",
    source: "Often taught; too strong: what decides is χ₁",
    low: null,
    high: 1,
    foreseen: false,
    control: lighter,
  },
  {
    id: "C16.band",
    statement:
      "Narrow nets stray from the line, and within its band: ‖δ₁‖²/‖δ_L‖² of 95 % of them lies within ± 2 s.d. (share).",
    source: "Hanin & Nica 2018; to first order in 1/n; the share is known to ± .02",
    low: 0.86,
    high: 1,
    foreseen: true,
    control: lighter,
  },
];
