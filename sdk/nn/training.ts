import { badOption, checkBoolean, checkInteger, checkKeys, checkNumber } from "../core/check.js";
import type { Clip, FirstNonFinite, NetworkKind, TrainerConfig, TrainerState } from "../types.js";
import { checkKind } from "./kinds.js";
import { checkLoss } from "./loss.js";
import { prepareOptimizer, rateOf } from "./optimizer.js";

/** Names the layout of a TrainerState. */
export const STATE_FORMAT = "gradiometer-trainer-1";

const STATE_KEYS: readonly (keyof TrainerState)[] = [
  "format",
  "variant",
  "network",
  "training",
  "parameters",
  "slots",
  "steps",
  "skippedSteps",
  "clippedSteps",
  "firstNonFinite",
  "rate",
  "order",
];

/** The kind of network that a state is of, and its configuration, unchecked. @throws GradiometerError BAD_OPTION */
export function describedBy(state: unknown): { kind: NetworkKind; config: unknown } {
  const { format, variant, network } = checkKeys("state", state, STATE_KEYS);
  if (format !== STATE_FORMAT) throw badOption("state.format", `"${STATE_FORMAT}", as state() makes it`, format);
  if (variant !== "simd" && variant !== "relaxed") throw badOption("state.variant", `"simd" or "relaxed"`, variant);
  const { kind, config } = checkKeys("state.network", network, ["kind", "config"]);
  return { kind: checkKind("state.network.kind", kind), config };
}

function checkClip(clip: unknown): Clip | undefined {
  if (clip === undefined) return undefined;
  const { kind, limit } = checkKeys("clip", clip, ["kind", "limit"]);
  if (kind !== "value" && kind !== "norm") throw badOption("clip.kind", `"value" or "norm"`, kind);
  const accept = (value: number): boolean => Math.fround(value) > 0;
  return Object.freeze({ kind, limit: checkNumber("clip.limit", limit, "a float32 number > 0", accept) });
}

/** Every default filled in, frozen. @throws GradiometerError BAD_OPTION */
export function checkTrainerConfig(config: unknown): TrainerConfig {
  const given = checkKeys("config", config, ["loss", "optimizer", "clip", "keepLastFinite"]);
  const clip = checkClip(given["clip"]);
  return Object.freeze({
    loss: checkLoss("loss", given["loss"]),
    optimizer: prepareOptimizer(given["optimizer"]).optimizer,
    ...(clip && { clip }),
    keepLastFinite: checkBoolean("keepLastFinite", given["keepLastFinite"] ?? false),
  });
}

/** What changes from step to step beside the tensors. */
export interface Progress {
  steps: number;
  skippedSteps: number;
  clippedSteps: number;
  firstNonFinite: FirstNonFinite | null;
  rate: number;
  order: { epoch: number; position: number; samples: number; lossSum: number };
}

/** A copy that does not follow the original. */
export function copyProgress(progress: Progress): Progress {
  const { firstNonFinite, order } = progress;
  return { ...progress, firstNonFinite: firstNonFinite && { ...firstNonFinite }, order: { ...order } };
}

/** Where a fresh trainer stands. */
export function firstProgress(config: TrainerConfig): Progress {
  const { start } = rateOf(config.optimizer);
  const order = { epoch: 0, position: 0, samples: 0, lossSum: 0 };
  return { steps: 0, skippedSteps: 0, clippedSteps: 0, firstNonFinite: null, rate: start, order };
}

/** Where the trainer of a state stood. @throws GradiometerError BAD_OPTION naming what is wrong in it. */
export function progressOf(state: TrainerState): Progress {
  const count = (name: "steps" | "skippedSteps" | "clippedSteps", high?: number) =>
    checkInteger(`state.${name}`, state[name], 0, high);
  const steps = count("steps", 2 ** 52);
  const order = checkKeys("state.order", state.order, ["epoch", "position", "samples", "lossSum"]);
  const samples = checkInteger("state.order.samples", order["samples"], 0);
  return {
    steps,
    skippedSteps: count("skippedSteps", steps),
    clippedSteps: count("clippedSteps", steps),
    firstNonFinite: checkFirstNonFinite(state.firstNonFinite, steps),
    rate: checkRate(state.rate),
    order: {
      epoch: checkInteger("state.order.epoch", order["epoch"], 0, steps), // each epoch has at least one step
      position: checkInteger("state.order.position", order["position"], 0, samples),
      samples,
      // A sum of losses: after an explosion it is not finite, and that is no error.
      lossSum: checkAnyNumber("state.order.lossSum", order["lossSum"]),
    },
  };
}

const TENSORS: readonly FirstNonFinite["tensor"][] = ["u", "z", "delta", "gradient", "parameter", "loss"];

function checkFirstNonFinite(given: unknown, steps: number): FirstNonFinite | null {
  if (given === null) return null;
  const { step, layer, tensor } = checkKeys("state.firstNonFinite", given, ["step", "layer", "tensor"]);
  const known = TENSORS.find((name) => name === tensor);
  if (!known) throw badOption("state.firstNonFinite.tensor", `one of ${TENSORS.join(", ")}`, tensor);
  return {
    step: checkInteger("state.firstNonFinite.step", step, 0, steps),
    layer: checkInteger("state.firstNonFinite.layer", layer, 0),
    tensor: known,
  };
}

function checkAnyNumber(name: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw badOption(name, "a number", value);
}

/** A rate may have grown beyond all bounds, but it never was negative. */
function checkRate(value: unknown): number {
  if (typeof value === "number" && value >= 0) return value;
  throw badOption("state.rate", "a number ≥ 0", value);
}
