import { badOption, checkInteger, checkKeys } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { Purpose, streamOf, uniforms } from "../core/random.js";
import type { Bytes, Floats, Gradiometer, Sequence } from "../types.js";
import { oneHot } from "./rows.js";

/** Sequences and what should be known at their last step: `trainer.fit(data.x, data.y, …)`. */
export interface SequenceTask {
  /** [time, count, inputs]. */
  readonly x: Sequence & { readonly values: Floats };
  /** [count, outputs]. */
  readonly y: Floats;
  /** Numbers in one step. */
  readonly inputs: number;
  /** Numbers in one answer. */
  readonly outputs: number;
  /** Sequences. */
  readonly count: number;
}

/** A task whose answers are classes. */
export interface LabelledSequenceTask extends SequenceTask {
  /** Counted from 0, as `accuracy` wants them. */
  readonly labels: Bytes;
}

/** What `addingProblem` and `temporalOrder` take. */
export interface SequenceOptions {
  /** Sequences, 1 … 1,000,000; default 1000. */
  samples?: number;
  /** Steps of each, default 50. */
  time?: number;
  /** Integer ≥ 0, default 0. */
  seed?: number;
}

/** What `copyTask` takes. */
export interface CopyOptions {
  /** Sequences, 1 … 1,000,000; default 1000. */
  samples?: number;
  /** Different symbols, 2 … 255; default 8. */
  symbols?: number;
  /** Symbols to remember, default 1. */
  length?: number;
  /** Blank steps between the last symbol and the question, default 20. */
  lag?: number;
  /** Integer ≥ 0, default 0. */
  seed?: number;
}

/** Streams of Purpose.Data; two moons have 0, spirals 1. */
const enum Stream {
  AddingValues = 2,
  AddingPlaces = 3,
  OrderDistractors = 4,
  OrderPlaces = 5,
  Copy = 6,
}

const MAX_SAMPLES = 1_000_000;
/** Numbers in x: 1 GiB of float32. */
const MAX_NUMBERS = 2 ** 28;

function checkSize(samples: number, time: number, inputs: number): void {
  if (samples * time * inputs <= MAX_NUMBERS) return;
  throw badOption("samples", `at most 2^28 numbers in all sequences of ${time} steps together`, samples);
}

function checkOptions(options: object, least: number, inputs: number): Required<SequenceOptions> {
  const given = checkKeys("options", options, ["samples", "time", "seed"]);
  const samples = checkInteger("samples", given["samples"] ?? 1000, 1, MAX_SAMPLES);
  const time = checkInteger("time", given["time"] ?? 50, least, MAX_NUMBERS);
  checkSize(samples, time, inputs);
  return { samples, time, seed: checkInteger("seed", given["seed"] ?? 0, 0) };
}

/**
 * Draws for each sequence: numbers in [0, 1), `each` of them for every sample one after the other, so that a sample does
 * not depend on how many there are.
 */
function draws(lab: Gradiometer, stream: Stream, samples: number, each: number, seed: number): Float32Array {
  return uniforms(coreOf(lab), seed, streamOf(Purpose.Data, stream), samples * each, 0, 1);
}

/** An integer from `low` to `high` − 1, for r in [0, 1). */
const between = (low: number, high: number, r: number): number => low + Math.floor((high - low) * r);

/**
 * The adding problem: every step is (value, mark), values uniform on [0, 1), the mark 1 at two steps, one anywhere in the
 * first half and one in the second, and 0 elsewhere. y is the sum of the two marked values. Who remembers nothing says 1
 * and has a mean squared error of 1/6.
 *
 * Hochreiter & Schmidhuber 1997, experiment 4, with the values and marks of Le, Jaitly & Hinton 2015, and the halves of
 * Arjovsky, Shah & Bengio 2016. A pure function of the options, with the same bits in every engine; a sample does
 * not depend on `samples`.
 *
 * @param options  `time` from 2 on.
 * @returns inputs 2, outputs 1, for `"mean-squared-error"`; the arrays are the caller's.
 * @throws GradiometerError BAD_OPTION, OUT_OF_MEMORY
 */
export function addingProblem(lab: Gradiometer, options: SequenceOptions = {}): SequenceTask {
  const { samples, time, seed } = checkOptions(options, 2, 2);
  const half = Math.floor(time / 2);
  const value = draws(lab, Stream.AddingValues, samples, time, seed);
  const place = draws(lab, Stream.AddingPlaces, samples, 2, seed);
  const values = new Float32Array(time * samples * 2);
  const y = new Float32Array(samples);
  for (let row = 0; row < samples; row++) {
    const own = value.subarray(row * time, (row + 1) * time);
    own.forEach((number, t) => (values[2 * (t * samples + row)] = number));
    const marks = [between(0, half, place[2 * row]!), between(half, time, place[2 * row + 1]!)] as const;
    for (const t of marks) values[2 * (t * samples + row) + 1] = 1;
    y[row] = own[marks[0]]! + own[marks[1]]!;
  }
  return { x: { values, time }, y, inputs: 2, outputs: 1, count: samples };
}

/**
 * Temporal order: six symbols, one-hot. c, d, e and f mean nothing; A or B stands at one step from T/10 to 2T/10 and again
 * at one from 4T/10 to 5T/10 (rounded down, counted from 0). The class is which pair it was: AA, AB, BA, BB.
 *
 * Hochreiter & Schmidhuber 1997, experiment 6a, in the form of Pascanu, Mikolov & Bengio 2013. Chance is ¼, a cross-entropy of ln 4.
 * A pure function of the options, with the same bits in every engine; a sample does not depend on `samples`.
 *
 * @param options  `time` from 3 on.
 * @returns inputs 6 (A, B, c, d, e, f), outputs 4, y one-hot, for `"cross-entropy"`; the arrays are the caller's.
 * @throws GradiometerError BAD_OPTION, OUT_OF_MEMORY
 */
export function temporalOrder(lab: Gradiometer, options: SequenceOptions = {}): LabelledSequenceTask {
  const inputs = 6;
  const { samples, time, seed } = checkOptions(options, 3, inputs);
  const tenths = (n: number): number => Math.floor((n * time) / 10);
  const distractors = draws(lab, Stream.OrderDistractors, samples, time, seed);
  const place = draws(lab, Stream.OrderPlaces, samples, 4, seed);
  const values = new Float32Array(time * samples * inputs);
  const labels = new Uint8Array(samples);
  const symbols = new Uint8Array(time);
  for (let row = 0; row < samples; row++) {
    for (let t = 0; t < time; t++) symbols[t] = between(2, inputs, distractors[row * time + t]!);
    const [first, firstAt, second, secondAt] = place.subarray(4 * row, 4 * row + 4);
    const pair = [between(0, 2, first!), between(0, 2, second!)] as const;
    symbols[between(tenths(1), tenths(2) + 1, firstAt!)] = pair[0];
    symbols[between(tenths(4), tenths(5) + 1, secondAt!)] = pair[1];
    symbols.forEach((symbol, t) => (values[inputs * (t * samples + row) + symbol] = 1));
    labels[row] = 2 * pair[0] + pair[1];
  }
  return { x: { values, time }, y: oneHot(labels, 4), labels, inputs, outputs: 4, count: samples };
}

/**
 * The copy task: `length` symbols, `lag` blank steps, then one step that asks, so time = length + lag + 1. Each step is
 * one-hot: the symbols, blank, question. Since the loss of an Rnn is on the last step, the symbols are to be told there all at
 * once, and not one after the other as in Hochreiter & Schmidhuber 1997 and Arjovsky, Shah & Bengio 2016.
 *
 * With one symbol to remember y is one row of probabilities, for `"cross-entropy"`, and chance is ln `symbols`; with more
 * it is one such row for each, one behind the other, for `"binary-cross-entropy"`. A pure function of the options, with
 * the same bits in every engine; a sample does not depend on `samples`.
 *
 * @returns inputs symbols + 2, outputs length · symbols, labels [count, length]; the arrays are the caller's.
 * @throws GradiometerError BAD_OPTION, OUT_OF_MEMORY
 */
export function copyTask(lab: Gradiometer, options: CopyOptions = {}): LabelledSequenceTask {
  const given = checkKeys("options", options, ["samples", "symbols", "length", "lag", "seed"]);
  const samples = checkInteger("samples", given["samples"] ?? 1000, 1, MAX_SAMPLES);
  const symbols = checkInteger("symbols", given["symbols"] ?? 8, 2, 255);
  const length = checkInteger("length", given["length"] ?? 1, 1, MAX_NUMBERS);
  const lag = checkInteger("lag", given["lag"] ?? 20, 0, MAX_NUMBERS);
  const seed = checkInteger("seed", given["seed"] ?? 0, 0);
  const inputs = symbols + 2;
  const time = length + lag + 1;
  checkSize(samples, time, inputs);
  const labels = Uint8Array.from(draws(lab, Stream.Copy, samples, length, seed), (r) => between(0, symbols, r));
  const values = new Float32Array(time * samples * inputs);
  for (let t = 0; t < time; t++) {
    for (let row = 0; row < samples; row++) {
      const other = t < time - 1 ? symbols : symbols + 1;
      values[inputs * (t * samples + row) + (t < length ? labels[row * length + t]! : other)] = 1;
    }
  }
  const y = oneHot(labels, symbols);
  return { x: { values, time }, y, labels, inputs, outputs: length * symbols, count: samples };
}
