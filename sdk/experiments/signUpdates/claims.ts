import type { ClaimSpec } from "../types.js";

const RPROP = "Riedmiller & Braun 1993";
const IRPROP = "Igel & Hüsken 2000; PyTorch's Rprop";
const SIGN = "Bernstein et al. 2018";
/** Without training, for what the first update shows. */
const untrained = { steps: 0 } as const;
const few = { nets: 1, samples: 50, steps: 100 } as const;
/** Positions have at most nine decimals; this is what float64 loses on the way. */
const DIGITS = { low: null, high: 1e-12, foreseen: true } as const;

/** What `sign-updates` holds against its measurements. */
export const signUpdatesClaims: readonly ClaimSpec[] = [
  {
    id: "C25.rprop-plus",
    statement:
      "Rprop+ on f = x²/2 from 1 with Δ₀ = .1 goes 1, .9, .78, .636, .4632, .25584, .007008, −.2915904, back to .007008, −.1422912 … (largest distance from the printed positions).",
    source: `${RPROP}, with backtracking; printed positions, recomputed here in float64`,
    ...DIGITS,
    control: { ...untrained, etaMinus: 0.6 },
  },
  {
    id: "C25.rprop-minus",
    statement: "Rprop− on the same f steps on from −.2915904 to −.1422912, .03686784, −.05271168 … (largest distance).",
    source: `${RPROP}, without backtracking; printed positions, recomputed here in float64`,
    ...DIGITS,
    control: { ...untrained, etaPlus: 1.3 },
  },
  {
    id: "C25.irprop-minus",
    statement:
      "iRprop− stands still once whenever the sign turns: −.2915904 twice, .03686784 twice (largest distance).",
    source: `${IRPROP}; printed positions, recomputed here in float64`,
    ...DIGITS,
    control: { ...untrained, traceStep: 0.2 },
  },
  {
    id: "C25.network",
    statement:
      "A net of one weight whose loss is x²/2 takes the same steps in float32 (largest distance, all three forms).",
    source: "Six digits of float32 after a dozen additions",
    low: null,
    high: 1e-6,
    foreseen: true,
    // the next float32 above a million is .06 away, and most of a step is lost
    control: { ...untrained, start: 1e6 },
  },
  {
    id: "C25.scale",
    statement:
      "The sign forgets how large a gradient is: made 2⁸⁰ times larger or smaller, it moves the weight to the same places to the last bit (positions that differ, all rules).",
    source: `${SIGN}; ${RPROP}`,
    low: 0,
    high: 0,
    unit: "positions",
    foreseen: true,
    control: { ...untrained, update: "gradient" },
  },
  {
    id: "C25.lost",
    statement:
      "In a deep sigmoid net a step along the gradient moves the first weights less than a ten-thousandth as far as the last ones (RMS, median of the nets).",
    source: "Hochreiter 1991; Bengio, Simard & Frasconi 1994",
    low: null,
    high: 1e-4,
    foreseen: true,
    control: { ...untrained, activation: "tanh" },
  },
  {
    id: "C25.level",
    statement: "A step along the sign moves all its layers alike (first over last, RMS, median of the nets).",
    source: SIGN,
    low: 0.99,
    high: 1.01,
    foreseen: true,
    control: { ...untrained, update: "gradient" },
  },
  {
    id: "C25.stuck",
    statement: "Trained along the gradient, that net stays at ln 2, which is guessing (largest distance).",
    source: "Glorot & Bengio 2010; the same in float64 for 15 seeds",
    low: null,
    high: 0.01,
    unit: "nats",
    foreseen: true,
    control: { ...few, samples: 200, activation: "tanh" },
  },
  {
    id: "C25.cured",
    statement:
      "Trained along the sign, it learns: less than half of the loss is left (median of the nets, end over start).",
    source: "signSGD .01 · .995^t in float64: .29 (.22 – .32) from .7 for 15 seeds",
    low: null,
    high: 0.5,
    foreseen: true,
    control: { ...few, signRate: 1e-6 },
  },
  {
    id: "C25.rprop-cures",
    statement: "So it does with Rprop (median of the nets, end over start).",
    source: `${RPROP}; in float64 .15 (.01 – .49) for 15 seeds`,
    low: null,
    high: 0.5,
    foreseen: true,
    control: { ...few, initialStep: 1e-6, etaPlus: 1.0001 },
  },
  {
    id: "C25.exploding",
    statement:
      "And against exploding gradients: a ReLU net drawn from N(0, 9/n), which a step of gradient descent destroys, loses at least nine tenths of its loss by steps along the sign (largest end over start).",
    source: `${SIGN}; ${RPROP}`,
    low: null,
    high: 0.1,
    foreseen: true,
    control: { ...few, signRate: 1e-6 },
  },
  {
    id: "C25.minus",
    statement: "w ← w + Δw with Δw = η sign(g), as it is printed, lowers f (change of f over the steps).",
    source: "Slip in lecture notes: the minus is missing",
    low: null,
    high: 0,
    foreseen: false,
    // the same Δw, where it is what is taken away
    control: { ...untrained, slip: "subtracted" },
  },
];
