import { badOption, checkInteger, checkKeys, checkMember } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { owns } from "../core/owner.js";
import type { Flow, Loss, Mlp, Rnn, Rows, Sequence, Trainer } from "../types.js";
import { measureRnnFlow, type RnnFlow } from "./rnnFlow.js";

/** What can be measured of a network that takes X. */
export type FlowOf<X> = X extends Sequence ? RnnFlow : Flow;

/** The batch that is measured, of a trainer's own data or not. */
export interface ProbeBatch<X> {
  /** As the network takes it. */
  x: X;
  /** Targets, as `backward` takes them. */
  y: Rows;
  /** Which loss is measured. */
  loss: Loss;
}

/** What `trace` takes. */
export interface TraceOptions<X = Rows> extends ProbeBatch<X> {
  /** Steps from one record to the next, default 1. */
  every?: number;
  /** The most records that are kept, default 128, at least 2. */
  limit?: number;
  /** Of the histograms of an Mlp, default 0: none. */
  bins?: number;
}

/** A network at one step of its training. */
export interface TraceRecord<X = Rows> {
  /** Updates that were made before. */
  readonly step: number;
  /** What flowed through it then. */
  readonly flow: FlowOf<X>;
}

/** The course of a training. */
export interface Trace<X = Rows> {
  /** From the first step on, each at least `every` steps after the one before it. */
  readonly records: readonly TraceRecord<X>[];
  /** As asked for, times 2 for every time that the records were full. */
  readonly every: number;
  /** To be called after steps: measures when `every` steps have passed since the last record, and else does nothing. */
  readonly observe: () => void;
}

const DEFAULT_LIMIT = 128;
const MOST_RECORDS = 1_000_000;

/** What flows through a network of either kind. `bins` for an Mlp alone. */
export function flowOf<X extends Rows | Sequence>(
  network: Mlp | Rnn,
  { x, y, loss }: ProbeBatch<X>,
  bins?: number,
): FlowOf<X> {
  // The kind of the network goes with the type of x, which the compiler cannot know of a type parameter.
  if ("flow" in network) return network.flow(x as Rows, y, loss, bins === undefined ? {} : { bins }) as FlowOf<X>;
  if (bins !== undefined)
    throw new GradiometerError("BAD_OPTION", "options.bins: leave it out; a recurrent network has no histograms");
  return measureRnnFlow(network, x as Sequence, y, loss) as FlowOf<X>;
}

/**
 * Follows a training: a Flow every few steps, in bounded memory. When `limit` records are full every second one is dropped
 * and `every` doubles, so that the whole course stays evenly covered however long it takes.
 *
 * The first record is taken at once, which checks the batch. `observe` never changes a bit of the training; it costs one
 * flow (an Rnn: one `backward`) when it measures. Between the epochs of a `fit` it sees what `onEpoch` lets it see.
 *
 * @param trainer  the network's own; its `steps` are the clock.
 * @param options  x and y are kept, not copied.
 * @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE for what `flow` would refuse; `observe`: DISPOSED.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * import { twoMoons } from "gradiometer/data";
 * import { trace } from "gradiometer/doctor";
 * const lab = await load();
 * const { x, y } = twoMoons(lab);
 * const network = lab.mlp({ sizes: [2, 16, 2] });
 * const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
 * const course = trace(network, trainer, { x, y, loss: "cross-entropy", every: 10 });
 * await trainer.fit(x, y, { epochs: 50, onEpoch: course.observe });
 * console.log(course.records.map(({ step }) => step).join(" ")); // 0 10 20 30 40 50
 * for (let step = 0; step < 10; step++) {
 *   trainer.step(x, y);
 *   course.observe();
 * }
 * console.log(course.records.at(-1).step); // 60
 * ```
 */
export function trace(network: Mlp, trainer: Trainer, options: TraceOptions): Trace;
export function trace(network: Rnn, trainer: Trainer<Sequence>, options: TraceOptions<Sequence>): Trace<Sequence>;
export function trace<X extends Rows | Sequence>(
  network: Mlp | Rnn,
  trainer: Pick<Trainer, "steps">,
  options: TraceOptions<X>,
): Trace<X> {
  checkMember("network", network, "a network", "backward");
  checkMember("trainer", trainer, "a trainer", "steps");
  if (!owns(network, trainer))
    throw badOption("trainer", "a trainer of this network that was not disposed of", trainer);
  const given = checkKeys("options", options, ["x", "y", "loss", "every", "limit", "bins"]);
  let every = checkInteger("options.every", given["every"] ?? 1, 1);
  const limit = checkInteger("options.limit", given["limit"] ?? DEFAULT_LIMIT, 2, MOST_RECORDS);
  const { x, y, loss, bins } = options;
  const measure = (): TraceRecord<X> => ({ step: trainer.steps, flow: flowOf(network, { x, y, loss }, bins) });
  let records = [measure()];
  const due = (): boolean => trainer.steps - records.at(-1)!.step >= every;
  return {
    get records() {
      return [...records];
    },
    get every() {
      return every;
    },
    observe: () => {
      if (!due()) return;
      if (records.length === limit) {
        records = records.filter((_, index) => index % 2 === 0);
        every *= 2;
        if (!due()) return;
      }
      records.push(measure());
    },
  };
}
