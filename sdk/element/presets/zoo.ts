/** Every net of the doctor's zoo as a preset. The nets and their rows come from the study worker, which has the doctor inside. */
import type { Preset } from "./preset.js";

/** Name, and the steps of its training: all of its epochs. */
const NETS = [
  ["by-heart", 1200],
  ["constant-target", 200],
  ["decay-of-one", 150],
  ["deep-sigmoid-fast", 200],
  ["deep-sigmoid", 300],
  ["healthy-linear", 100],
  ["healthy-regression", 200],
  ["healthy-relu-he-16", 400],
  ["healthy-rnn-copy", 100],
  ["healthy-sigmoid-shallow", 300],
  ["healthy-skips-24", 150],
  ["healthy-spirals", 250],
  ["healthy-tanh-orthogonal-20", 150],
  ["healthy-tanh", 200],
  ["identity-skips-24", 150],
  ["inputs-far-away", 200],
  ["inputs-thousand", 200],
  ["linear-growing", 200],
  ["no-hidden-layer", 400],
  ["prices", 200],
  ["rare-class", 700],
  ["rate-huge-linear", 100],
  ["rate-huge", 300],
  ["rate-tiny-adam", 300],
  ["rate-tiny", 300],
  ["relu-glorot-30", 600],
  ["relu-killed", 200],
  ["relu-narrow-40", 600],
  ["relu-normal-9", 300],
  ["relu-output-dead", 200],
  ["rnn-relu-exploding", 200],
  ["rnn-shrinking", 150],
  ["rnn-sigmoid-lag", 100],
  ["rnn-tanh-chaotic", 150],
  ["sigmoid-for-numbers", 200],
  ["sigmoid-regression", 300],
  ["slow-spirals", 150],
  ["softmax-behind-sigmoid", 200],
  ["softsign-chaotic", 150],
  ["tanh-chaotic", 150],
  ["tanh-saturated", 200],
  ["tanh-standard-20", 600],
  ["tiny-normal", 300],
  ["zeros-relu", 200],
  ["zeros", 200],
] as const satisfies readonly (readonly [string, number])[];

export type ZooName = (typeof NETS)[number][0];

export const ZOO_PREFIX = "zoo-";

/** The seed is the zoo's own, so that the run ends with the hash in the net's file. */
export const zooPresets: readonly (Preset & { readonly net: ZooName })[] = NETS.map(([name, max]) => ({
  id: ZOO_PREFIX + name,
  net: name,
  state: { data: { kind: "zoo", name }, own: true, b: null, seed: 0, max },
  view: "time",
  control: { kind: "seed", from: 0, to: 50, step: 1 },
  claim: null,
  experiment: null,
  says: [],
}));
