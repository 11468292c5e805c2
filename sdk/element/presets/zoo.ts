/** Every net of the doctor's zoo as a preset. The nets and their rows come from the study worker, which has the doctor inside. */
import type { Bound, Preset } from "./preset.js";
import type { Quantity } from "./quantity.js";

const says = (what: Quantity, from: number, to = Infinity): Bound => ({ net: "a", what, from, to });

/** What the sentences of several nets have in common, in numbers. */
const SAYS = {
  learns: [says("ofGuessing", 0, 0.5)],
  unlearnt: [says("ofGuessing", 0.5)],
  breaks: [says("brokenAt", 1, 100)],
  fades: [says("hears", 0, 1e-4), says("ofGuessing", 0.98)],
  silent: [says("hears", 0, 0), says("ofGuessing", 0.98)],
  grows: [says("hears", 100), says("ofGuessing", 0.6)],
  growsEarly: [says("hears", 20)],
  still: [says("ofStart", 0.95, 1)],
  constant: [says("loss", 0, 0.01)],
  hidesInAccuracy: [says("right", 0.95)],
  dies: [says("deadAtLast", 0.8), says("ofGuessing", 0.9)],
  saturates: [says("saturatedAtFirst", 0.85), says("ofGuessing", 0.5)],
} as const;

/** Name, the steps of its training (all of its epochs), and what its sentence says. */
const NETS = [
  ["by-heart", 1200, "learns"],
  ["constant-target", 200, "constant"],
  ["decay-of-one", 150, "unlearnt"],
  ["deep-sigmoid-fast", 200, "fades"],
  ["deep-sigmoid", 300, "fades"],
  ["healthy-linear", 100, "learns"],
  ["healthy-regression", 200, "learns"],
  ["healthy-relu-he-16", 400, "learns"],
  ["healthy-rnn-copy", 100, "learns"],
  ["healthy-sigmoid-shallow", 300, "learns"],
  ["healthy-skips-24", 150, "learns"],
  ["healthy-spirals", 250, "learns"],
  ["healthy-tanh-orthogonal-20", 150, "learns"],
  ["healthy-tanh", 200, "learns"],
  ["identity-skips-24", 150, "breaks"],
  ["inputs-far-away", 200, "unlearnt"],
  ["inputs-thousand", 200, "unlearnt"],
  ["linear-growing", 200, "breaks"],
  ["no-hidden-layer", 400, "unlearnt"],
  ["prices", 200, "unlearnt"],
  ["rare-class", 700, "hidesInAccuracy"],
  ["rate-huge-linear", 100, "breaks"],
  ["rate-huge", 300, "breaks"],
  ["rate-tiny-adam", 300, "still"],
  ["rate-tiny", 300, "unlearnt"],
  ["relu-glorot-30", 600, "fades"],
  ["relu-killed", 200, "dies"],
  ["relu-narrow-40", 600, "silent"],
  ["relu-normal-9", 300, "breaks"],
  ["relu-output-dead", 200, "unlearnt"],
  ["rnn-relu-exploding", 200, "growsEarly"],
  ["rnn-shrinking", 150, "fades"],
  ["rnn-sigmoid-lag", 100, "fades"],
  ["rnn-tanh-chaotic", 150, "grows"],
  ["sigmoid-for-numbers", 200, "unlearnt"],
  ["sigmoid-regression", 300, "fades"],
  ["slow-spirals", 150, "unlearnt"],
  ["softmax-behind-sigmoid", 200, "unlearnt"],
  ["softsign-chaotic", 150, "grows"],
  ["tanh-chaotic", 150, "grows"],
  ["tanh-saturated", 200, "saturates"],
  ["tanh-standard-20", 600, "fades"],
  ["tiny-normal", 300, "fades"],
  ["zeros-relu", 200, "silent"],
  ["zeros", 200, "silent"],
] as const satisfies readonly (readonly [string, number, keyof typeof SAYS])[];

export type ZooName = (typeof NETS)[number][0];

/** Before the name of a net in the id of its preset. */
export const ZOO_PREFIX = "zoo-";

export const zooPresets: readonly (Preset & { readonly net: ZooName })[] = NETS.map(([name, max, kind]) => ({
  id: ZOO_PREFIX + name,
  net: name,
  state: { data: { kind: "zoo", name }, own: true, b: null, seed: 0, max },
  view: "time",
  control: { kind: "seed", from: 0, to: 50, step: 1 },
  claim: null,
  experiment: null,
  says: SAYS[kind],
}));
