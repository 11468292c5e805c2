import type { ClaimSpec } from "../types.js";

const BALDUZZI = "Balduzzi et al. 2017";
const PRODUCT = `${BALDUZZI}, with the exact Π(1 − arccos ρ_l/π) of Cho & Saul 2009; the mean of the nets scatters by .007`;
/** Shallow and few: what the controls need that look at one thing only. */
const few = { depths: [1, 2, 3], growthNets: 3, lineNets: 2, lineDepth: 4 } as const;
const alike = { ...few, nets: 8, inputCorrelation: 0.8 } as const;
const growth = { depths: [1], nets: 2, lineNets: 2, lineDepth: 4 } as const;

/** What `shattered` holds against its measurements. */
export const shatteredClaims: readonly ClaimSpec[] = [
  {
    id: "C17.one",
    statement: "The gradients of one wide ReLU layer at two orthogonal inputs have the correlation .5.",
    source: PRODUCT,
    low: 0.46,
    high: 0.54,
    foreseen: true,
    control: alike,
  },
  {
    id: "C17.two",
    statement: "Through two layers it is .301558.",
    source: PRODUCT,
    low: 0.255,
    high: 0.345,
    foreseen: true,
    control: alike,
  },
  {
    id: "C17.three",
    statement: "Through three it is .200345.",
    source: PRODUCT,
    low: 0.155,
    high: 0.245,
    foreseen: true,
    control: alike,
  },
  {
    id: "C17.halving",
    statement: "It halves in every layer: 2^−L (measured correlation through the deepest net over 2^−L).",
    source: `${BALDUZZI}, theorem 1: an approximation, for the inputs of a layer become more and more alike`,
    low: 0.8,
    high: 1.25,
    foreseen: false,
    control: { ...few, depths: [1], nets: 16 },
  },
  {
    id: "C17.skips",
    statement: "Scaled skips keep gradients together: correlation through the deepest net above .3.",
    source: `${BALDUZZI}, section 3; the product with a skip in every layer gives .4`,
    low: 0.3,
    high: 1,
    foreseen: true,
    control: { ...few, depths: [24], nets: 6, scaledGain: 20 },
  },
  {
    id: "C17.noise",
    statement:
      "Along a line of inputs the gradient of a deep plain net changes from neighbour to neighbour more than with scaled skips: correlation between neighbours, skips less plain (medians of the nets).",
    source: `${BALDUZZI}, figure 1; about .2 in these nets, the medians of nine scatter by .03`,
    low: 0.08,
    high: 1,
    foreseen: true,
    control: { ...few, nets: 2, lineDepth: 2, lineNets: 9 },
  },
  {
    id: "C17.identity",
    statement: "Identity skips double ‖u‖² in every block: (1 + α²)^L at α = 1 (factor a block, geometric mean).",
    source: `${BALDUZZI}; He et al. 2016; from these nets known to ± .02`,
    low: 1.88,
    high: 2.12,
    foreseen: true,
    control: { ...growth, identityGain: 0.5 },
  },
  {
    id: "C17.scaled",
    statement: "Skips of gain 1/√L let it grow to (1 + 1/L)^L, nearly e, however deep (growth through all blocks).",
    source: `${BALDUZZI}; 2.67 at 30 blocks; geometric mean; measured here: 2.4 – 2.8, it scatters by .15: bounds at four times that`,
    low: 2,
    high: 3.25,
    foreseen: true,
    control: { ...growth, scaledGain: 2 },
  },
];
