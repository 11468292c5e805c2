import type { ClaimSpec } from "../types.js";

const control = (row: string, steps?: number) => ({
  rows: [row],
  counterpart: true,
  ...(steps !== undefined && { steps }),
});
/** Four of five: where the table has no exception, so that a second one among five nets is an alarm. */
const most = { low: 0.8, high: 1, unit: "share of the seeds", foreseen: true } as const;
/** Three of five, the median net: where the table says that a few nets end otherwise. */
const majority = { ...most, low: 0.6 } as const;

/**
 * What `remedies` holds against its measurements. Stuck: within .01 of ln 2 or of the loss at the start; cured: below half of
 * the loss at the start, and 0 when one seed was not finite. A claim asks no more of five nets than single ones keep nearly
 * always: with one net in twenty ending otherwise, four of five are missed by 1 seed in 44, the median by 1 in 860.
 */
export const remedyClaims: readonly ClaimSpec[] = [
  {
    id: "C2.stuck",
    statement: "A sigmoid net of 10 × 32 with Glorot's weights is stuck at ln 2 under SGD .5.",
    source: "Bengio, Simard & Frasconi 1994; Glorot & Bengio 2010",
    ...most,
    control: control("sigmoid"),
  },
  {
    id: "C2.ratio",
    statement:
      "Its first layer gets about a millionth of the last one's weight gradient: ‖∂W₁‖/‖∂W_L‖ at the start (median).",
    source:
      "1.7e-6 in float64 over 15 seeds, 1.0e-6 here over 12; one net's scatters by a factor of 2.3, the median of five by 1.6: eight is four standard deviations",
    low: 1.7e-6 / 8,
    high: 1.7e-6 * 8,
    foreseen: true,
    control: control("sigmoid", 0),
  },
  {
    id: "C19.larger-rate",
    statement: "A larger rate cures it: share of the seeds that SGD 10 gets below half of the loss at the start.",
    source: "Often advised; the last layer alone moves, and moves too far",
    low: 0.8,
    high: 1,
    unit: "share of the seeds",
    foreseen: false,
    control: control("sigmoid-rate"),
  },
  {
    id: "C19.overshoot",
    statement: "Under SGD 10 the output swings about its target and ends at 1.0445, above ln 2 (median loss).",
    source: "1.0445 for every one of 15 seeds in float64",
    low: 1.04,
    high: 1.05,
    unit: "nats",
    foreseen: true,
    control: control("sigmoid-rate"),
  },
  {
    id: "C25.sign",
    statement: "The sign of the gradient cures it: sign-SGD with .01·.995^t, where plain SGD is stuck.",
    source: "Bernstein et al. 2018; .29 (.22 – .32) in float64 over 15 seeds",
    ...most,
    control: control("sigmoid-sign"),
  },
  {
    id: "C25.rprop-unstuck",
    statement: "Rprop with steps from .01 gets every such net off ln 2 (share of the seeds that are not stuck).",
    source: "Riedmiller & Braun 1993; .15 (.01 – .49) in float64 over 15 seeds",
    low: 1,
    high: 1,
    unit: "share of the seeds",
    foreseen: true,
    control: control("sigmoid-rprop"),
  },
  {
    id: "C25.rprop-cured",
    statement: "… and cures most of them.",
    source: "Riedmiller & Braun 1993",
    ...majority,
    control: control("sigmoid-rprop"),
  },
  {
    id: "C17.scaled-skips",
    statement: "Skips of gain 1/√blocks cure the same net under the same SGD .5.",
    source: "He et al. 2016; Balduzzi et al. 2017",
    ...most,
    control: control("sigmoid-scaled"),
  },
  {
    id: "C17.identity-skips",
    statement: "So do identity skips: the sigmoid is bounded, so that what they add up stays small.",
    source: "He et al. 2016",
    ...most,
    control: control("sigmoid-identity"),
  },
  {
    id: "C27.tanh-glorot",
    statement:
      "Tanh before sigmoid: with tanh the same net, weights and rate learn, down to three quarters of ln 2 and mostly below .01.",
    source:
      "LeCun et al. 1998; Glorot & Bengio 2010; < .01 in float64 over 15 seeds, a few at .3 – .4: these have learnt what a straight line can (.25), and are healthy too; here 20 of 21 below .01, the other at .36",
    ...most,
    control: control("tanh-glorot"),
  },
  {
    id: "C26.tanh-orthogonal",
    statement: "… with orthogonal weights too, of which more stand at .3 – .4 for a while.",
    source:
      "Saxe, McClelland & Ganguli 2013; < .01 in float64 over 15 seeds, a few at .3 – .4; here 4 of 21 at .34 – .40, above half of their start",
    ...most,
    control: control("tanh-orthogonal"),
  },
  {
    id: "C26.exploding",
    statement: "ReLU with N(0, 9/n) explodes: not a number, or dead at ln 2, within a few steps of SGD .1.",
    source: "He et al. 2015: the signal grows by 9/2 a layer",
    ...most,
    control: control("relu-large"),
  },
  {
    id: "C24.clip",
    statement: "Clipping the gradient's norm to 1 cures that net, with its weights as they are.",
    source: "Pascanu, Mikolov & Bengio 2013",
    ...most,
    control: control("relu-clip"),
  },
  {
    id: "C26.stuck",
    statement: "ReLU 30 × 32 with Glorot's weights is stuck at ln 2.",
    source: "He et al. 2015, figure 3",
    ...most,
    control: control("relu-glorot"),
  },
  {
    id: "C15.hidden",
    statement: "… and its weight gradients do not show it: ‖∂W₁‖/‖∂W_L‖ at the start is of order one (median).",
    source:
      "1.7 (.4 – 10) in float64 over 15 seeds, 2.9 (.2 – 9) here over 12; its logarithm scatters by 1.05 from net to net, that of the median of five by .56: a factor of 12 is more than four times that",
    low: 1.7 / 12,
    high: 1.7 * 12,
    foreseen: true,
    // with the sigmoid they would
    control: { rows: ["relu-glorot"], activation: "sigmoid", steps: 0 },
  },
  {
    id: "C26.halving",
    statement:
      "Each of its layers multiplies the mean square of the signal by ½·e^(−5/2n), .46 at n = 32 (distance of the median net).",
    source: "He et al. 2015 for the ½; Hanin & Nica 2018 for width n",
    low: -4,
    high: 4,
    unit: "standard deviations of the median",
    foreseen: true,
    control: control("relu-glorot", 0),
  },
  {
    id: "C25.rprop-relu",
    statement:
      "Rprop with steps from .001 gets most of these below half of ln 2; it is no safe cure, as a few explode.",
    source: "Riedmiller & Braun 1993; median < .01 in float64 over 15 seeds",
    ...majority,
    control: control("relu-rprop"),
  },
  {
    id: "C26.he",
    statement:
      "He's weights cure it: most of the same 30 layers learn with SGD .02; a rare one is late or explodes on the way.",
    source:
      "He et al. 2015; .008 (few > .35) in float64 over 15 seeds; not finite in 1 of 24 seeds here, and above half of its start in 1 of 21",
    ...majority,
    control: control("relu-he"),
  },
  {
    id: "C26.orthogonal",
    statement: "Orthogonal weights let most of 30 layers of tanh learn; with U(±1/√n) they are stuck.",
    source: "Saxe, McClelland & Ganguli 2013; .001 (few > .35) in float64 over 15 seeds; here 21 of 21",
    ...majority,
    control: control("tanh-deep"),
  },
];
