/** One run after the other on a lab's line to the worker: what is asked of it, what it has answered, and who waits for that. */
import type { Channel, Receive } from "./host/host.js";
import type { Frame, FromWorker, Look, NetReady, Start, TakenNet, ToWorker } from "./worker/protocol.js";
import type { Plane } from "./card/map.js";
import type { Seen } from "./views/view.js";

/** What has been said of a run so far. */
export interface Run {
  readonly nets: readonly NetReady[];
  readonly plane: Plane | null;
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Before training. */
  readonly first: Frame;
  readonly last: Frame;
}

export interface Listener {
  /** Another run stands at its first step. */
  ready(run: Run): void;
  /** The newest frame; to be drawn, and then acknowledged. */
  frame(run: Run): void;
  /** Training stopped. */
  done(step: number, hashes: readonly string[]): void;
  failed(code: string, message: string): void;
  /** Playing or not; the controls follow. */
  changed(): void;
}

/**
 * How far the newest run has come: its rows are awaited, it was sent to the worker, it has answered; or there is none, because its
 * rows could not be had or the worker could not begin.
 */
type Stage = "awaited" | "sent" | "ready" | "failed";

/** A message to the worker, to which the channel's id is added. */
type Unaddressed = ToWorker extends infer Message ? (Message extends ToWorker ? Omit<Message, "id"> : never) : never;

export class Runs {
  #channel: Channel | null = null;
  #count = 0;
  #stage: Stage = "failed";
  #run: Run | null = null;
  /** How the training under way goes on: asked for before a run was sent, it begins with it. */
  #training: { readonly speed: number; readonly max: number } | null = null;
  #taking: ((nets: readonly TakenNet[]) => void)[] = [];
  #resting: (() => void)[] = [];
  #hashes: { readonly step: number; readonly values: readonly string[] } | null = null;

  /** @param open  opens the line to the worker. */
  constructor(
    private readonly listener: Listener,
    private readonly open: (receive: Receive) => Channel,
  ) {}

  get run(): Run | null {
    return this.#run;
  }

  get playing(): boolean {
    return this.#training !== null;
  }

  /** Of the newest run; what is still shown may be the last one's. */
  get step(): number {
    return this.#stage === "ready" ? (this.#run?.last.step ?? 0) : 0;
  }

  get failed(): boolean {
    return this.#stage === "failed";
  }

  get place(): Channel["place"] | null {
    return this.#channel?.place ?? null;
  }

  /** Of the parameters, net by net; empty before the first step, and while training goes on. */
  get hashes(): readonly string[] {
    return this.#hashes?.step === this.step ? this.#hashes.values : [];
  }

  connect(): void {
    this.#channel ??= this.open((message) => this.#receive(message));
  }

  disconnect(): void {
    this.#channel?.close();
    this.#channel = this.#run = this.#training = null;
    this.#stage = "failed";
    this.#count++;
  }

  /** Another run, which stands at its first step. @returns its number, by which `begin` and `fail` know it */
  next(): number {
    this.#stage = "awaited";
    this.#training = null;
    this.#hashes = null;
    for (const resolve of this.#resting.splice(0)) resolve();
    return ++this.#count;
  }

  /** Its rows are there. Of a run that is no more, nothing comes. */
  begin(run: number, start: Omit<Start, "type" | "id" | "run">): void {
    if (run !== this.#count) return;
    this.#stage = "sent";
    this.#send({ type: "start", run, ...start });
    if (this.#training) this.#send({ type: "play", ...this.#training });
  }

  fail(run: number, code: string, message: string): void {
    if (run === this.#count) this.#fail(code, message);
  }

  /** Trains until step `max`: from the run's first step on, where that is still to come. */
  play(speed: number, max: number): void {
    if (!this.#channel || this.step >= max) return;
    this.#training = { speed, max };
    if (this.#begun) this.#send({ type: "play", speed, max });
    this.listener.changed();
  }

  pause(): void {
    if (!this.#training) return;
    this.#training = null;
    if (this.#begun) this.#send({ type: "pause" });
    this.listener.changed();
  }

  stepOnce(): void {
    if (this.#begun) this.#send({ type: "step", count: 1 });
  }

  /** The newest frame was drawn. */
  acknowledge(): void {
    this.#send({ type: "ack" });
  }

  look(look: Look): void {
    this.#send({ type: "look", look });
  }

  /** Pauses, and waits until the last step was taken. */
  rest(): Promise<void> {
    const under = this.#training !== null && this.#begun;
    this.pause();
    return under ? new Promise((resolve) => this.#resting.push(resolve)) : Promise.resolve();
  }

  /** Parameters and rows as they stand, of a run that has yet to answer as it begins; none where there is no run. */
  take(): Promise<readonly TakenNet[]> {
    if (this.#stage === "failed") return Promise.resolve([]);
    return new Promise((resolve) => {
      this.#taking.push(resolve);
      if (this.#stage === "ready") this.#send({ type: "take" });
    });
  }

  /** What is known of net A (0) or B (1) in the newest frame. */
  seen(net: 0 | 1): Seen | null {
    const run = this.#run;
    const [ready, frame, first] = [run?.nets[net], run?.last.nets[net], run?.first.nets[net]];
    return run && ready && frame && first && !ready.error ? { step: run.last.step, ready, frame, first } : null;
  }

  #fail(code: string, message: string): void {
    // What goes wrong behind its first step leaves a run as it is.
    if (this.#stage !== "ready") this.#stage = "failed";
    this.#training = null;
    for (const resolve of this.#taking.splice(0)) resolve([]);
    this.listener.failed(code, message);
  }

  get #begun(): boolean {
    return this.#stage === "sent" || this.#stage === "ready";
  }

  #send(message: Unaddressed): void {
    const channel = this.#channel;
    if (channel) channel.send({ ...message, id: channel.id });
  }

  #receive(message: FromWorker): void {
    if (message.type === "error") {
      this.#fail(message.code, message.message);
      return;
    }
    // An answer to a run that is no more.
    if (message.run !== this.#count) return;
    if (message.type === "ready") {
      const { nets, plane, rows, inputs, outputs, frame } = message;
      this.#stage = "ready";
      this.#run = { nets, plane, rows, inputs, outputs, first: frame, last: frame };
      if (this.#taking.length > 0) this.#send({ type: "take" });
      this.listener.ready(this.#run);
    } else if (message.type === "frame") {
      if (!this.#run) return;
      // A frame without a map keeps the last one's.
      this.#run = { ...this.#run, last: message.frame };
      this.listener.frame(this.#run);
    } else if (message.type === "taken") {
      for (const resolve of this.#taking.splice(0)) resolve(message.nets);
    } else {
      this.#training = null;
      this.#hashes = { step: message.step, values: message.hashes };
      for (const resolve of this.#resting.splice(0)) resolve();
      this.listener.done(message.step, message.hashes);
    }
  }
}
