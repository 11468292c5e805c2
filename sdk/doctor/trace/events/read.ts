/** Event files of TensorBoard → lines of a trace. */
import { asUint8Array } from "../../../core/brand.js";
import { badOption, checkKeys } from "../../../core/check.js";
import { GradiometerError } from "../../../core/errors.js";
import { readEvent } from "../../../io/events/event.js";
import { RecordParser } from "../../../io/events/records.js";
import type { TraceLine } from "../types.js";
import { type EventOptions, EventRun, type FileCourse } from "./run.js";

/** One file of a run, piece by piece. */
export class EventFileReader {
  private readonly parser = new RecordParser();
  private readonly course: FileCourse = { lossStep: 0 };
  private events = 0;

  /** @param prefix  of its tags: the folder that a part of the run has for itself. */
  constructor(
    private readonly run: EventRun,
    private readonly prefix = "",
  ) {}

  /** Whether a whole event has come. */
  get begun(): boolean {
    return this.events > 0;
  }

  /** @throws GradiometerError BAD_FILE with the byte where the file is damaged */
  push(piece: Uint8Array): void {
    for (const record of this.parser.push(piece)) {
      this.events++;
      const event = readEvent(record);
      const values = event.values.map(({ tag, value }) => ({ tag: this.prefix + tag, value }));
      this.run.add({ ...event, values }, this.course);
    }
  }
}

/** @throws GradiometerError BAD_OPTION */
function checkOptions(options: unknown): EventOptions {
  const { loss, rate } = checkKeys("options", options, ["loss", "rate"]);
  for (const [name, tag] of Object.entries({ loss, rate }))
    if (tag !== undefined && typeof tag !== "string") throw badOption(`options.${name}`, "a tag", tag);
  return {
    ...(loss !== undefined && { loss: loss as string }),
    ...(rate !== undefined && { rate: rate as string }),
  };
}

/**
 * A trace from an event file of TensorBoard, as PyTorch's SummaryWriter, tensorboardX and Keras' callback write it: the loss and
 * the learning rate by the names of their tags, and the histograms of weights, gradients and activations, paired to layers by
 * their names ("fc1.weight", "fc1.weight.grad", "gradients/fc1", "fc1/output"). A histogram is of the record whose loss stands at
 * its step, or before it. Mean, standard deviation, norm, min and max are those of the tensor; of histograms that TensorFlow 2
 * writes, mean, deviation and norm are estimates from 30 buckets. Tags that are not understood stand in the header (`unread`). A
 * last record that is not all there is left out: the training may still run.
 *
 * @param file     its bytes, or pieces of them; memory does not grow with its length.
 * @param options  the tags of loss and rate, where they have other names.
 * @returns the header, then at most 1,536 records, evenly taken of a longer training.
 * @throws GradiometerError BAD_FILE with the byte of a wrong checksum, or when no number is called a loss; BAD_OPTION
 * @example
 * ```js
 * import { createReadStream } from "node:fs";
 * import { diagnose, readEvents } from "gradiometer/doctor";
 * const ask = (path) => diagnose(readEvents(createReadStream(path)));
 * ```
 */
export async function* readEvents(
  file: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: EventOptions = {},
): AsyncGenerator<TraceLine, void> {
  const run = new EventRun(checkOptions(options));
  const reader = new EventFileReader(run);
  const whole = asUint8Array(file);
  for await (const piece of whole ? [whole] : (file as Iterable<Uint8Array> | AsyncIterable<Uint8Array>)) {
    const bytes = asUint8Array(piece);
    if (!bytes) throw badOption("file", "a Uint8Array, or pieces that are", piece);
    reader.push(bytes);
  }
  if (!reader.begun) throw new GradiometerError("BAD_FILE", "event file: there is no whole event in it");
  yield* run.lines();
}
