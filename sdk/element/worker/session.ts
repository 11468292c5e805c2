/** One lab in the worker: its nets in lockstep, from one seed. */
import { GradiometerError } from "../../core/errors.js";
import type { Gradiometer } from "../../types.js";
import { boundsOf } from "./map.js";
import { CREDIT, type Frame, type Look, type NetReady, type Port, type Start } from "./protocol.js";
import { countOf, labelsOf, makeRows } from "./rows.js";
import { choose, makeSubject, type Subject } from "./subject.js";

/** The map in one frame of so many: it costs eight forward passes. */
const MAP_EVERY = 4;
/** A step that takes longer is followed by a look at what the page has to say. */
const SLOW_STEP = 20;

/** A turn of the event loop, and the time in ms: what a session needs of where it runs. */
export interface Loop {
  now(): number;
  later(task: () => void): void;
}

/** Why a net could not be made, as the page says it. */
const failureOf = (error: unknown): NonNullable<NetReady["error"]> => ({
  code: error instanceof GradiometerError ? error.code : "ERROR",
  message: error instanceof Error ? error.message : String(error),
});

const NOTHING: Omit<NetReady, "error"> = {
  parameters: 0,
  axis: "layer",
  theory: new Float64Array(0),
  factor: Number.NaN,
  findings: [],
  guess: Number.NaN,
  config: { sizes: [1, 1] },
  training: { loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 1 } },
};

export class Session {
  readonly #id: number;
  readonly #run: number;
  readonly #subjects: (Subject | null)[] = [];
  #look: Look;
  #step = 0;
  #frames = 0;
  #credit = CREDIT;
  /** Where the training under way ends, and how many steps make a frame. */
  #until = 0;
  #speed = 1;
  #scheduled = false;
  #closed = false;

  constructor(
    lab: Gradiometer,
    start: Start,
    private readonly port: Port,
    private readonly loop: Loop,
  ) {
    this.#id = start.id;
    this.#run = start.run;
    this.#look = start.look;
    const rows = makeRows(lab, start.data, start.seed, start.rows);
    const nets = start.nets.map((choice): NetReady => {
      try {
        const subject = makeSubject(lab, choose(choice, rows, start.seed));
        this.#subjects.push(subject);
        return subject.ready;
      } catch (error) {
        this.#subjects.push(null);
        return { ...NOTHING, error: failureOf(error) };
      }
    });
    const bounds = boundsOf(rows);
    port.post({
      type: "ready",
      id: this.#id,
      run: this.#run,
      nets,
      plane: bounds && { x: rows.x, labels: labelsOf(rows), bounds },
      rows: countOf(rows),
      inputs: rows.inputs,
      outputs: rows.outputs,
      frame: this.#frame(true),
    });
  }

  /** Trains until step `max`, `speed` steps per frame. */
  play(speed: number, max: number): void {
    this.#speed = speed;
    this.#until = max;
    this.#schedule();
  }

  /** `count` steps from here, and their hashes. */
  advance(count: number): void {
    this.play(count, this.#step + count);
  }

  pause(): void {
    if (this.#until <= this.#step) return;
    this.#until = this.#step;
    this.#finish();
  }

  acknowledge(): void {
    this.#credit++;
    this.#schedule();
  }

  look(look: Look): void {
    this.#look = look;
    if (this.#until <= this.#step) this.#send(true);
  }

  take(): void {
    const nets = this.#subjects.flatMap((subject) => (subject ? [subject.take()] : []));
    this.port.post({ type: "taken", id: this.#id, run: this.#run, nets });
  }

  close(): void {
    this.#closed = true;
    for (const subject of this.#subjects) subject?.dispose();
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed || this.#credit <= 0 || this.#until <= this.#step) return;
    this.#scheduled = true;
    this.loop.later(() => {
      this.#scheduled = false;
      this.#train();
    });
  }

  /** The steps up to the next frame; a slow net's one by one, so that a pause is heard. */
  #train(): void {
    if (this.#closed || this.#until <= this.#step) return;
    const frameEnd = Math.min(this.#until, (Math.floor(this.#step / this.#speed) + 1) * this.#speed);
    while (this.#step < frameEnd) {
      const from = this.loop.now();
      for (const subject of this.#subjects) subject?.step();
      this.#step++;
      if (this.loop.now() - from > SLOW_STEP && this.#step < frameEnd) {
        this.#schedule();
        return;
      }
    }
    if (this.#step >= this.#until) this.#finish();
    else {
      this.#send(false);
      this.#schedule();
    }
  }

  #finish(): void {
    this.#send(true);
    const hashes = this.#subjects.map((subject) => subject?.hash() ?? "");
    this.port.post({ type: "done", id: this.#id, run: this.#run, step: this.#step, hashes });
  }

  #send(whole: boolean): void {
    this.#credit--;
    const frame = this.#frame(whole || this.#frames % MAP_EVERY === 0);
    const transfer = frame.nets.flatMap(({ layers, map }) => [layers.buffer, ...(map ? [map.buffer] : [])]);
    this.port.post({ type: "frame", id: this.#id, run: this.#run, frame }, transfer);
  }

  #frame(mapped: boolean): Frame {
    this.#frames++;
    const broken = { loss: Number.NaN, accuracy: Number.NaN, map: null, firstNonFinite: null };
    const nets = this.#subjects.map(
      (subject) =>
        subject?.frame(this.#look, mapped) ?? {
          ...broken,
          layers: new Float64Array(0),
          skippedSteps: 0,
          clippedFraction: 0,
          view: {},
        },
    );
    return { step: this.#step, nets };
  }
}
