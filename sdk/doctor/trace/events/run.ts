/** A training as its event files tell it: numbers by their tags, and the layers' histograms by their steps, in bounded memory. */
import { elementAt } from "../../../core/element.js";
import { GradiometerError } from "../../../core/errors.js";
import type { EventValue, RunEvent } from "../../../io/events/event.js";
import type { HistogramStats } from "../../../io/events/histogram.js";
import { TRACE_FORMAT, type TraceHeader, type TraceLine, type TraceStep } from "../types.js";
import { TaggedLayers } from "./layers.js";
import { byStep, type NumberCourse, Numbers, type Point } from "./numbers.js";
import { lossTag, rateTag } from "./tags.js";

/** What a trace from event files calls its source. */
export const EVENTS_SOURCE = "TensorBoard";

/** Steps with histograms that are kept, and histograms in all of them. */
const [MOST_STEPS, MOST_HISTOGRAMS] = [512, 300_000];
/** Tags that are not understood and are named. */
const NAMED = 20;

/** Which tags are the loss and the learning rate. */
export interface EventOptions {
  /** The tag of the training's loss; by default the one that is called so, and is there at most steps. */
  loss?: string;
  /** The tag of the learning rate; by default the one that is called so. */
  rate?: string;
}

/** The histograms of a step, by the numbers of their tags, and the losses that stand at that step. */
interface StepValues {
  readonly histograms: Map<number, HistogramStats>;
  readonly losses: Map<string, number>;
}

/** How far one file has come. */
export interface FileCourse {
  /** The last step of a loss. */
  lossStep: number;
}

const ascending = (steps: Iterable<number>): number[] => [...steps].sort((a, b) => a - b);

/** The last of these steps up to this one; the first of all where it is before them. */
function atOrBefore(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (elementAt(steps, middle) <= step) low = middle;
    else high = middle;
  }
  return elementAt(steps, low);
}

/** Takes events, and gives a trace of all that came. */
export class EventRun {
  private readonly layers = new TaggedLayers();
  private readonly losses: Numbers;
  private readonly rates: Numbers;
  private readonly steps = new Map<number, StepValues>();
  private readonly unread = new Set<string>();
  private histograms = 0;

  constructor({ loss, rate }: EventOptions = {}) {
    this.losses = new Numbers(loss, lossTag);
    this.rates = new Numbers(rate, rateTag);
  }

  /** @param file  of which the event is; its own object for each file. */
  add({ step, restart, values }: RunEvent, file: FileCourse): void {
    // What has no step of its own cannot be placed.
    if (!Number.isSafeInteger(step) || step < 0) return;
    if (restart) this.restart(step, file);
    for (const value of values) this.take(value, step, file);
  }

  /** Whether a number has come that is the loss. */
  get hasLoss(): boolean {
    return this.losses.courses.size > 0;
  }

  /** @throws GradiometerError BAD_FILE when no number of it is a loss */
  lines(): TraceLine[] {
    const loss = this.loss();
    const losses = byStep(loss);
    for (const [step, own] of this.steps) {
      const value = own.losses.get(loss.tag);
      if (value !== undefined) losses.set(step, value);
    }
    const order = ascending(losses.keys());
    const records = new Map<number, Map<number, HistogramStats>>();
    for (const step of ascending(this.steps.keys())) {
      const place = atOrBefore(order, step);
      records.set(place, new Map([...(records.get(place) ?? []), ...this.steps.get(step)!.histograms]));
    }
    const rate = this.rates.best(() => 0);
    const rates = rate ? byStep(rate) : null;
    const rateSteps = rates ? ascending(rates.keys()) : [];
    const header: TraceHeader = {
      format: TRACE_FORMAT,
      source: `${EVENTS_SOURCE}, loss: ${loss.tag.slice(0, 200)}`,
      layers: this.header(),
      ...(this.unread.size > 0 && { unread: [...this.unread] }),
    };
    return [
      header,
      ...order.map((step): TraceStep => {
        const held = rates && rateSteps.length > 0 ? rates.get(atOrBefore(rateSteps, step)) : undefined;
        return {
          step,
          loss: losses.get(step)!,
          ...(held !== undefined && { rate: held }),
          layers: this.recordOf(records.get(step) ?? new Map<number, HistogramStats>()),
        };
      }),
    ];
  }

  /** Without a histogram there is still a loss to be judged: of one layer, of which nothing is known. */
  private header(): TraceHeader["layers"] {
    return this.layers.count > 0 ? this.layers.header() : [{ name: "net", kind: "unknown", in: 0, out: 0 }];
  }

  private recordOf(values: Map<number, HistogramStats>): TraceStep["layers"] {
    return this.layers.count > 0 ? this.layers.record(values) : [{}];
  }

  private loss(): NumberCourse {
    const together = ({ tag }: NumberCourse): number =>
      [...this.steps.values()].filter(({ losses }) => losses.has(tag)).length;
    const loss = this.losses.best(together);
    if (loss) return loss;
    const { chosen } = this.losses;
    const missing = chosen === undefined ? "that is called a loss of the training" : `with the tag ${chosen}`;
    const others = [...this.unread].slice(0, NAMED).join(", ");
    throw new GradiometerError(
      "BAD_FILE",
      `event file: there is no number in it ${missing}${others === "" ? "" : `; it has ${others}`}`,
    );
  }

  private take({ tag, value }: EventValue, step: number, file: FileCourse): void {
    if (typeof value === "number") this.takeNumber(tag, { step, value }, file);
    else {
      const known = this.layers.note(tag, value);
      if (!known) this.name(tag);
      else if (known.isPart) this.takeHistogram(known.number, value, step, file);
    }
  }

  private takeNumber(tag: string, point: Point, file: FileCourse): void {
    if (this.losses.takes(tag)) {
      this.losses.add(tag, point);
      file.lossStep = Math.max(file.lossStep, point.step);
      this.steps.get(point.step)?.losses.set(tag, point.value);
    } else if (this.rates.takes(tag)) this.rates.add(tag, point);
    else this.name(tag);
  }

  /** A step far behind the losses that were written before it counts something else, such as epochs: it is of where the loss is. */
  private takeHistogram(number: number, stats: HistogramStats, step: number, file: FileCourse): void {
    const place = Math.max(step, file.lossStep);
    let own = this.steps.get(place);
    if (!own) {
      this.makeRoom();
      own = { histograms: new Map(), losses: new Map() };
      for (const { tag, last } of this.losses.courses.values())
        if (last?.step === place) own.losses.set(tag, last.value);
      this.steps.set(place, own);
    }
    if (!own.histograms.has(number)) this.histograms++;
    own.histograms.set(number, stats);
  }

  /** Leaves out every second step, never the first or the last. */
  private makeRoom(): void {
    if (this.steps.size < MOST_STEPS && (this.histograms < MOST_HISTOGRAMS || this.steps.size < 4)) return;
    const order = ascending(this.steps.keys());
    order.forEach((step, index) => {
      if (index % 2 === 1 && index < order.length - 1) this.forget(step);
    });
  }

  private forget(step: number): void {
    this.histograms -= this.steps.get(step)!.histograms.size;
    this.steps.delete(step);
  }

  private restart(step: number, file: FileCourse): void {
    this.losses.drop(step);
    this.rates.drop(step);
    for (const place of [...this.steps.keys()]) if (place >= step) this.forget(place);
    file.lossStep = Math.min(file.lossStep, step);
  }

  private name(tag: string): void {
    if (this.unread.size < NAMED) this.unread.add(tag.slice(0, 200));
  }
}
