/** Words of a net file that no network and no training knows, each with the nearest right one. */
import { show } from "../../core/check.js";
import { ACTIVATION_NAMES, resolveActivation } from "../../nn/activation.js";
import { INIT_NAMES, INIT_ROWS } from "../../nn/initialisations.js";
import { LOSS_NAMES } from "../../nn/loss.js";
import { OPTIMIZER_OPTIONS } from "../../nn/optimizer.js";
import { suggest } from "./suggest.js";
import { ACTIVATIONS, INITS, KEYS, LOSSES, OPTIMIZERS } from "./words.js";

/** The other names that stand in rows of the networks' own tables, as translations. */
const othersOf = (rows: readonly (readonly [string, readonly string[] | undefined])[]): Record<string, string> =>
  Object.fromEntries(
    rows.flatMap(([own, others = []]) =>
      others.map((other) => [other.toLowerCase().replace(/[_\-\s]/g, ""), `"${own}"`]),
    ),
  );
const activationWords = {
  ...othersOf(ACTIVATION_NAMES.map((name) => [name, resolveActivation(name).otherNames])),
  ...ACTIVATIONS,
};
const initWords = { ...othersOf(Object.entries(INIT_ROWS).map(([name, row]) => [name, row.otherNames])), ...INITS };

type Plain = Readonly<Record<string, unknown>>;

/** Options of a network of each kind, and of a training; what they may be is checked where they are used. */
const MLP = ["sizes", "activation", "output", "norm", "init", "initData", "bias", "skip", "seed"];
const RNN = [
  "inputs",
  "hidden",
  "outputs",
  "cell",
  "forgetBias",
  "activation",
  "init",
  "recurrentInit",
  "bias",
  "seed",
];
const TRAINING = ["loss", "optimizer", "clip", "keepLastFinite", "epochs", "batch"];

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Begins a translation to nothing: there is no such thing here. */
const NOTHING = "nothing: ";

function unknownKeys(where: string, given: Plain, known: readonly string[]): string[] {
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const idea = suggest(key, known, KEYS);
      const advice = idea?.startsWith(NOTHING) ? `leave it out: ${idea.slice(NOTHING.length)}` : `use ${idea ?? ""}`;
      return `unknown key ${show(key)} in ${where}; ${idea === undefined ? `allowed are ${known.join(", ")}` : advice}`;
    });
}

function word(
  where: string,
  value: unknown,
  known: readonly string[],
  translations: Readonly<Record<string, string>>,
): string[] {
  if (typeof value !== "string" || known.includes(value)) return [];
  const idea = suggest(value, known, translations);
  return [
    `unknown ${where} ${show(value)}; ${idea === undefined ? `it is one of ${known.join(", ")}` : `did you mean ${idea}?`}`,
  ];
}

function configSlips(config: Plain): string[] {
  const recurrent = "hidden" in config || "inputs" in config || "cell" in config;
  const { activation, output, init, recurrentInit, hidden, sizes } = config;
  const all: readonly unknown[] = Array.isArray(activation) ? activation : [activation];
  const slips = unknownKeys("config", config, recurrent ? RNN : MLP);
  for (const one of [...all, output]) slips.push(...word("activation", one, ACTIVATION_NAMES, activationWords));
  for (const one of [init, recurrentInit]) slips.push(...word("init", one, INIT_NAMES, initWords));
  if (Array.isArray(init)) slips.push(`init is one for all layers, such as "he-normal", but got ${show(init)}`);
  if (Array.isArray(hidden))
    slips.push(`hidden is the number of units of one recurrent layer, such as 8, but got ${show(hidden)}`);
  if (Array.isArray(activation) && Array.isArray(sizes) && activation.length !== sizes.length - 1)
    slips.push(
      `activation is one word for all hidden layers, or a list of ${sizes.length - 1}, one per layer with the output's last, but got ${activation.length}`,
    );
  return slips;
}

function trainingSlips(training: Plain): string[] {
  const { loss, optimizer, epochs } = training;
  const kinds = Object.keys(OPTIMIZER_OPTIONS);
  const slips = unknownKeys("training", training, TRAINING);
  slips.push(...word("loss", loss, LOSS_NAMES, LOSSES));
  if (typeof optimizer === "string") {
    const kind = kinds.find((one) => one === optimizer.toLowerCase()) ?? "adam";
    slips.push(`optimizer is an object: { "kind": "${kind}", "learningRate": 0.01 }`);
  } else if (isPlain(optimizer)) {
    const { kind, ...options } = optimizer;
    slips.push(...word("optimizer", kind, kinds, OPTIMIZERS));
    const known = typeof kind === "string" ? OPTIMIZER_OPTIONS[kind] : undefined;
    if (known) slips.push(...unknownKeys(`optimizer ${String(kind)}`, options, known));
  }
  if (epochs === undefined) slips.push(`training needs "epochs", how often every row is used, such as 60`);
  return slips;
}

/** What is wrong with the words of a net, each with the right one; empty where nothing is. */
export function slipsOf(net: Plain, known: readonly string[]): string[] {
  const { config, training } = net;
  return [
    ...unknownKeys("the net file", net, known),
    ...(isPlain(config) ? configSlips(config) : []),
    ...(isPlain(training) ? trainingSlips(training) : []),
  ];
}
