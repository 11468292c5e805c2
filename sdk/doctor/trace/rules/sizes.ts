/** Sizes that grow or shrink on their way through the layers and through time. */
import { elementAt, lastOf } from "../../../core/element.js";
import { exp, ln } from "../../../theory/elementary.js";
import { haninMoment } from "../../../theory/finiteWidth.js";
import { ratio } from "../../findings/evidence.js";
import { limit } from "../../thresholds.js";
import { say } from "../../words.js";
import { comparable, hasUnits, lawless } from "../kinds.js";
import { across, rms, type TraceSeen } from "../seen.js";
import { broken, course, getsThrough, judged, layerText, losses, type TraceRule } from "./evidence.js";
import { stillFalling } from "./rates.js";

interface Way {
  /** What arrives over what went in. */
  readonly factor: number;
  /** Where it arrives. */
  readonly layer: number;
  readonly layers: number;
  /** Of the record. */
  readonly step: number;
}

/** As `growthLimit` of a patient: what a critical net of these widths does by chance (Hanin 2018), at least `growing`. */
function growthLimit(seen: TraceSeen, layers: readonly number[]): number {
  const widths = layers.slice(1).map((layer) => Math.max(1, elementAt(seen.header.layers, layer).out));
  const spread = widths.reduce((sum, width) => sum + ln(haninMoment([width])), 0);
  return Math.max(limit("growing"), exp(Math.sqrt(spread)));
}

/** The signal on its way up through the hidden layers of the first record; null with fewer than two. */
function upwards(seen: TraceSeen): Way | null {
  const { step } = seen.firstWith("z");
  const values = across(seen.firstWith("z"), comparable(seen.header), "z", rms);
  if (values.length < 2) return null;
  const from = values.find(({ value }) => value !== 0) ?? elementAt(values, 0);
  const to = lastOf(values);
  return { factor: ratio(to.value, from.value), layer: to.layer, layers: values.length, step };
}

/** The gradient on its way down: per entry and as a whole, which differ where layers have different sizes. */
interface Descent {
  /** What is compared, in a sentence. */
  readonly what: string;
  readonly least: Way;
  readonly most: Way;
}

/** A part of these layers, from the last of them down. */
function descent(
  seen: TraceSeen,
  layers: readonly number[],
  part: "delta" | "weightGradient",
): Omit<Descent, "what"> | null {
  const record = seen.firstWith(part);
  const ways = [rms, ({ norm }: { norm: number }) => norm].map((of): Way | null => {
    const values = across(record, layers, part, of);
    if (values.length < 2) return null;
    const [to, from] = [elementAt(values, 0), lastOf(values)];
    return { factor: ratio(to.value, from.value), layer: to.layer, layers: values.length, step: record.step };
  });
  const [one, other] = ways;
  if (!one || !other) return null;
  return one.factor < other.factor ? { least: one, most: other } : { least: other, most: one };
}

/**
 * By δ where it was recorded; else by the weights' gradients, each δ times a signal: of layers with matrices, without the first,
 * whose gradient has the size of the input.
 */
function downwards(seen: TraceSeen): Descent | null {
  const layers = comparable(seen.header);
  const own = descent(seen, layers, "delta");
  if (own) return { what: "the gradient", ...own };
  const matrices = layers.filter((layer) => layer > 0 && hasUnits(elementAt(seen.header.layers, layer)));
  const weights = descent(seen, matrices, "weightGradient");
  return weights && { what: "the gradient of the weights", ...weights };
}

interface Time {
  readonly factor: number;
  readonly layer: number;
  readonly steps: number;
}

/** A part of the first recurrent layer that has it in the first record, and where in time it is not 0. */
function timed(seen: TraceSeen, part: "inTime" | "hInTime"): { layer: number; values: readonly number[] } | null {
  const layer = seen.firstWith(part).layers.findIndex((one) => (one[part]?.length ?? 0) > 1);
  const values = layer < 0 ? undefined : elementAt(seen.firstWith(part).layers, layer)[part];
  return values === undefined ? null : { layer, values };
}

/** ‖∂J/∂x_t‖ at the beginning of time over that at its end, without the padding, which has none. */
function backInTime(seen: TraceSeen): Time | null {
  const found = timed(seen, "inTime");
  if (found === null) return null;
  const { layer, values } = found;
  const begin = values.findIndex((value) => value !== 0);
  const end = values.reduce((at, value, t) => (value !== 0 ? t : at), -1);
  if (begin < 0 || end === begin) return null;
  const [start, last] = [elementAt(values, begin), elementAt(values, end)];
  const most = values.reduce((sum, value) => Math.max(sum, value), 0);
  // Zeros at the beginning are padding where the gradient behind them is level, and underflow where it fades towards them.
  const faded = begin > 0 && start <= limit("lag") * most;
  const factor = Number.isFinite(start) ? (faded ? 0 : start > last ? start / last : start / most) : Infinity;
  return { factor, layer, steps: end - (faded ? 0 : begin) + 1 };
}

function forwardInTime(seen: TraceSeen): Time | null {
  const found = timed(seen, "hInTime");
  if (found === null) return null;
  const { layer, values } = found;
  const from = values.find((value) => value !== 0);
  return from === undefined ? null : { factor: ratio(lastOf(values), from), layer, steps: values.length };
}

/** As for layers, over the steps of time. */
function growthInTime(seen: TraceSeen, { layer, steps }: Time): number {
  const width = Math.max(1, elementAt(seen.header.layers, layer).out);
  return Math.max(limit("growing"), exp(Math.sqrt((steps - 1) * ln(haninMoment([width])))));
}

/** A gradient that explodes throws the weights about: the loss falls at first, and stays where the steps are too large for it. */
const settled = (seen: TraceSeen): boolean =>
  getsThrough(seen) && (lawless(seen.header) !== "" || stillFalling(seen) >= limit("stillFalling"));

export const explodingForward: TraceRule = {
  missing: (seen) =>
    upwards(seen) || forwardInTime(seen) ? null : "z of two hidden layers, or hInTime of a recurrent one",
  find(seen) {
    if (settled(seen)) return null;
    const [way, time] = [upwards(seen), forwardInTime(seen)];
    const inTime = time !== null && time.factor >= growthInTime(seen, time) ? time : null;
    const up = way !== null && way.factor >= growthLimit(seen, comparable(seen.header)) ? way : null;
    if (inTime === null && up === null) return null;
    const { factor, layer, step } = up ?? { ...inTime!, step: seen.firstWith("hInTime").step };
    const path = up ? `${up.layers} hidden layers` : `${inTime!.steps} steps of ${layerText(seen, layer)}`;
    return {
      layer,
      evidence: `At step ${step} the signal grows ${say(factor)} times over ${path}.${judged(seen)}${broken(seen)} In all, ${course(seen)}.`,
      numbers: { forwardRatio: factor, ...losses(seen) },
    };
  },
};

const GRADIENTS = "delta of two hidden layers, or weightGradient of two behind the first";

export const explodingBackward: TraceRule = {
  missing: (seen) => (downwards(seen) || backInTime(seen) ? null : `${GRADIENTS}, or inTime`),
  find(seen) {
    if (settled(seen)) return null;
    const [way, time] = [downwards(seen), backInTime(seen)];
    const inTime = time !== null && time.factor >= growthInTime(seen, time) ? time : null;
    const down = way !== null && way.least.factor >= growthLimit(seen, comparable(seen.header)) ? way.least : null;
    if (inTime === null && down === null) return null;
    const { factor, layer, step } = down ?? { ...inTime!, step: seen.firstWith("inTime").step };
    const path = down ? `down through ${down.layers} hidden layers` : `back through ${inTime!.steps} steps of time`;
    return {
      layer,
      evidence: `At step ${step} ${down ? way!.what : "the gradient"} grows ${say(factor)} times on its way ${path}.${judged(seen)}${broken(seen)} In all, ${course(seen)}.`,
      numbers: { backwardRatio: factor, ...losses(seen) },
    };
  },
};

export const forwardCollapse: TraceRule = {
  missing: (seen) => (upwards(seen) ? null : "z of two hidden layers"),
  find(seen) {
    const way = upwards(seen);
    if (way === null || getsThrough(seen) || !(way.factor <= limit("fading"))) return null;
    const down = downwards(seen);
    return {
      layer: way.layer,
      evidence:
        `At step ${way.step} the signal shrinks to ${say(way.factor)} of its size over ${way.layers} hidden layers, so the output ` +
        `hardly depends on the input.${judged(seen)} In all, ${course(seen)}.`,
      numbers: { forwardRatio: way.factor, ...(down && { backwardRatio: down.most.factor }), ...losses(seen) },
    };
  },
};

export const vanishingBackward: TraceRule = {
  missing: (seen) => (downwards(seen) ? null : GRADIENTS),
  find(seen) {
    const down = downwards(seen);
    const way = down?.most;
    if (way === undefined || getsThrough(seen) || !(way.factor <= limit("fading"))) return null;
    return {
      layer: way.layer,
      evidence:
        `At step ${way.step} ${down!.what} shrinks to ${say(way.factor)} of its size on its way down through ${way.layers} hidden ` +
        `layers: the first layers are hardly told what to change.${judged(seen)} In all, ${course(seen)}.`,
      numbers: { backwardRatio: way.factor, ...losses(seen) },
    };
  },
};

export const recurrentLag: TraceRule = {
  missing: (seen) => (backInTime(seen) ? null : "inTime of a recurrent layer"),
  find(seen) {
    const time = backInTime(seen);
    if (time === null || getsThrough(seen) || !(time.factor <= limit("lag"))) return null;
    return {
      layer: time.layer,
      evidence:
        `Over ${time.steps} steps of time the gradient shrinks to ${say(time.factor)} of its size on its way back (${layerText(seen, time.layer)}): ` +
        `what stands at the beginning of a sequence has no say in what is learnt. In all, ${course(seen)}.`,
      numbers: { lagRatio: time.factor, steps: time.steps, ...losses(seen) },
    };
  },
};

/** Whether signal or gradient had faded before the first step, so that dead units are a consequence. */
export const faded = (seen: TraceSeen): boolean =>
  Math.min(upwards(seen)?.factor ?? 1, downwards(seen)?.most.factor ?? 1) <= limit("fading");
