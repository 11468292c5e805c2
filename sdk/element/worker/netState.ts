/** A net as the controls say it, where they can. */
import { normaliseMlpConfig } from "../../nn/config.js";
import { checkTrainerConfig } from "../../nn/training.js";
import { isRnnConfig } from "../../doctor/preflight.js";
import type { Clip, Init, MlpConfig, Optimizer, RnnConfig, TrainerConfig } from "../../types.js";
import { DEFAULT_NET, type NetState, RANGES, WORDS } from "../state/net.js";
import { configOf, trainingOf } from "./setup.js";

const oneOf = <Word extends string>(words: readonly Word[], came: unknown): Word | null =>
  words.find((word) => word === came) ?? null;

function initialisation(init: Init): Pick<NetState, "init" | "variance"> | null {
  if (typeof init === "object" && "kind" in init && init.kind === "variance")
    return { init: "variance", variance: init.weight };
  const name = oneOf(WORDS.init, init);
  return name && { init: name, variance: DEFAULT_NET.variance };
}

function steps(optimizer: Optimizer): Pick<NetState, "optimizer" | "rate"> | null {
  if (optimizer.kind === "rprop")
    return optimizer.initialStep === undefined ? null : { optimizer: "rprop", rate: optimizer.initialStep };
  const { learningRate: rate } = optimizer;
  if (typeof rate !== "number") return null;
  const momentum = optimizer.kind === "sgd" && (optimizer.momentum ?? 0) > 0;
  const name = momentum ? "momentum" : oneOf(WORDS.optimizer, optimizer.kind);
  return name && { optimizer: name, rate };
}

function clipping(clip: Clip | undefined): Pick<NetState, "clip" | "limit"> | null {
  if (!clip) return { clip: DEFAULT_NET.clip, limit: DEFAULT_NET.limit };
  const kind = oneOf(WORDS.clip, clip.kind);
  return kind && { clip: kind, limit: clip.limit };
}

/** Plain data with the keys of every object in one order, so that equal ones are equal texts. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

/** Every default of a training filled in. What becomes of numbers that are none is no part of what the controls say. */
const trained = (training: TrainerConfig): TrainerConfig => ({
  ...checkTrainerConfig(training),
  keepLastFinite: false,
});

const within = ({ depth, width, rate, limit, variance }: NetState): boolean =>
  Object.entries({ depth, width, rate, limit, variance }).every(([key, value]) => {
    const [from, to] = RANGES[key as keyof typeof RANGES];
    return value >= from && value <= to;
  });

/** What the controls come nearest to. */
function nearest(config: MlpConfig, training: TrainerConfig): NetState | null {
  const { sizes, activation, init, skip, norm } = normaliseMlpConfig(config);
  const parts = [
    initialisation(init),
    steps(training.optimizer),
    clipping(training.clip),
    { activation: oneOf(WORDS.activation, activation[0]) },
    { skip: oneOf(WORDS.skip, skip), norm: oneOf(WORDS.norm, typeof norm === "string" ? norm : norm.kind) },
    { depth: sizes.length - 2, width: sizes[1] },
  ];
  if (parts.some((part) => part === null || Object.values(part).includes(null))) return null;
  return Object.assign({}, ...parts) as NetState;
}

/**
 * The state of the controls that makes this very net and this training; null where there is none: another width in
 * each layer, an output that is not linear, weight decay, a batch of its own.
 *
 * @throws GradiometerError for what is no configuration
 */
export function netStateOf(
  config: MlpConfig | RnnConfig,
  { batch, ...training }: TrainerConfig & { readonly batch?: number },
): NetState | null {
  if (isRnnConfig(config) || batch !== undefined || config.initData) return null;
  const net = nearest(config, training);
  if (!net || !within(net)) return null;
  const { sizes, seed } = normaliseMlpConfig(config);
  const made = configOf(net, sizes[0] ?? 0, sizes.at(-1) ?? 0, seed);
  const same =
    ordered(normaliseMlpConfig(made)) === ordered(normaliseMlpConfig(config)) &&
    ordered(trained(trainingOf(net, training.loss))) === ordered(trained(training));
  return same ? net : null;
}
