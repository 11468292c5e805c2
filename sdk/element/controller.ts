/** A lab without its face: the state, the run that follows from it, and what the worker answers. */
import type { DataState } from "./state/data.js";
import { LAB_RANGES, type LabState } from "./state/state.js";
import { type Channel, openChannel } from "./host/host.js";
import type {
  Frame,
  FromWorker,
  Look,
  NetChoice,
  NetReady,
  OwnNet,
  PostedRows,
  TakenNet,
  ToWorker,
} from "./worker/protocol.js";
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

/** Nets that the controls do not describe: of the zoo, or what a remedy made. */
export interface OwnNets {
  readonly a?: OwnNet;
  readonly b?: OwnNet;
}

/** Steps that "Train on" goes on for. */
const MORE = 600;

/** A message to the worker, to which the channel's id is added. */
type Unaddressed = ToWorker extends infer Message ? (Message extends ToWorker ? Omit<Message, "id"> : never) : never;

export class Controller {
  #state: LabState;
  #own: OwnNets = {};
  #rows: PostedRows | undefined;
  #channel: Channel | null = null;
  #generation = 0;
  #run: Run | null = null;
  #playing = false;
  #table = false;
  #taking: ((nets: readonly TakenNet[]) => void)[] = [];
  #resting: (() => void)[] = [];
  #hashes: { readonly step: number; readonly values: readonly string[] } | null = null;

  constructor(
    state: LabState,
    private readonly listener: Listener,
    /** Rows that the page has to bring: digits, a file, the zoo's. */
    private readonly rowsOf: (data: DataState) => Promise<{ rows: PostedRows; own?: OwnNets }>,
  ) {
    this.#state = state;
  }

  get state(): LabState {
    return this.#state;
  }

  get own(): OwnNets {
    return this.#own;
  }

  get run(): Run | null {
    return this.#run;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get step(): number {
    return this.#run?.last.step ?? 0;
  }

  get ended(): boolean {
    return this.step >= this.#state.max;
  }

  get place(): Channel["place"] | null {
    return this.#channel?.place ?? null;
  }

  connect(): void {
    this.#channel ??= openChannel((message) => this.#receive(message));
    this.#start();
  }

  disconnect(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#playing = false;
    this.#run = null;
  }

  /**
   * Another state: a new run where nets, data or seed differ, else the run goes on.
   *
   * @param own  by default those that there are, as long as the data are the same: another net of the zoo brings its own.
   */
  change(next: LabState, own: OwnNets = next.own && next.data === this.#state.data ? this.#own : {}): void {
    const before = this.#state;
    const others = own !== this.#own && (own.a !== this.#own.a || own.b !== this.#own.b);
    this.#state = next;
    this.#own = own;
    if (next.data !== before.data) this.#rows = undefined;
    const anew =
      others ||
      next.data !== before.data ||
      next.seed !== before.seed ||
      next.a !== before.a ||
      next.b !== before.b ||
      next.own !== before.own;
    if (anew) this.#start();
    else {
      if (next.view !== before.view || next.options !== before.options) this.#look();
      if (this.#playing && (next.speed !== before.speed || next.max !== before.max)) this.play();
    }
    this.listener.changed();
  }

  /** @param rows  that were dropped in, with the state that speaks of them */
  changeRows(next: LabState, rows: PostedRows): void {
    this.#state = next;
    this.#own = {};
    this.#rows = rows;
    this.#start();
    this.listener.changed();
  }

  /** Trains until `max`. */
  play(until = this.#state.max, speed = this.#state.speed): void {
    if (!this.#channel || !this.#run || this.step >= until) return;
    this.#playing = true;
    this.#send({ type: "play", speed, max: until });
    this.listener.changed();
  }

  pause(): void {
    if (!this.#playing) return;
    this.#playing = false;
    this.#send({ type: "pause" });
    this.listener.changed();
  }

  /** As long again, where the last step was reached. */
  playOn(): void {
    if (this.ended) this.change({ ...this.#state, max: Math.min(this.step + MORE, LAB_RANGES.steps[1]) });
    this.play();
  }

  stepOnce(): void {
    if (this.#playing || this.step >= LAB_RANGES.steps[1]) return;
    if (this.ended) this.change({ ...this.#state, max: this.step + 1 });
    this.#send({ type: "step", count: 1 });
  }

  /** The same seed, the same bits. */
  reset(): void {
    this.#start();
    this.listener.changed();
  }

  /** The newest frame was drawn. */
  acknowledge(): void {
    this.#send({ type: "ack" });
  }

  /** Pauses, and waits until the last step was taken. */
  rest(): Promise<void> {
    if (!this.#playing) return Promise.resolve();
    this.pause();
    return new Promise((resolve) => this.#resting.push(resolve));
  }

  /** Of the parameters, net by net; empty before the first step. */
  get hashes(): readonly string[] {
    return this.#hashes?.step === this.step ? this.#hashes.values : [];
  }

  set table(open: boolean) {
    if (open === this.#table) return;
    this.#table = open;
    this.#look();
  }

  /** Parameters and rows as they stand. */
  take(): Promise<readonly TakenNet[]> {
    return new Promise((resolve) => {
      this.#taking.push(resolve);
      this.#send({ type: "take" });
    });
  }

  /** What is known of net A (0) or B (1) in the newest frame. */
  seen(net: 0 | 1): Seen | null {
    const run = this.#run;
    const [ready, frame, first] = [run?.nets[net], run?.last.nets[net], run?.first.nets[net]];
    return run && ready && frame && first && !ready.error ? { step: run.last.step, ready, frame, first } : null;
  }

  #send(message: Unaddressed): void {
    const channel = this.#channel;
    if (channel) channel.send({ ...message, id: channel.id });
  }

  #lookNow(): Look {
    return { view: this.#state.view, options: this.#state.options, table: this.#table };
  }

  #look(): void {
    this.#send({ type: "look", look: this.#lookNow() });
  }

  #start(): void {
    const generation = ++this.#generation;
    this.#playing = false;
    const { data } = this.#state;
    if (data.kind === "moons" || data.kind === "spirals" || this.#rows) {
      this.#begin(generation);
      return;
    }
    this.rowsOf(data)
      .then(({ rows, own }) => {
        if (generation !== this.#generation) return;
        this.#rows = rows;
        if (own) this.#own = { ...own, ...this.#own };
        this.#begin(generation);
      })
      .catch((error: unknown) => {
        if (generation === this.#generation)
          this.listener.failed("BAD_FILE", error instanceof Error ? error.message : String(error));
      });
  }

  #begin(generation: number): void {
    const { a, b, data, seed } = this.#state;
    const { a: ownA, b: ownB } = this.#own;
    const nets: NetChoice[] = [ownA ? { own: ownA } : { net: a }];
    if (ownB) nets.push({ own: ownB });
    else if (b) nets.push({ net: b });
    this.#send({
      type: "start",
      run: generation,
      nets,
      data,
      seed,
      look: this.#lookNow(),
      ...(this.#rows && { rows: this.#rows }),
    });
    // "Train" was pressed while the rows were on their way.
    if (this.#playing) this.#send({ type: "play", speed: this.#state.speed, max: this.#state.max });
  }

  #receive(message: FromWorker): void {
    if (message.type === "error") {
      this.#playing = false;
      this.listener.failed(message.code, message.message);
      return;
    }
    // An answer to a run that is no more.
    if (message.run !== this.#generation) return;
    if (message.type === "ready") {
      const { nets, plane, rows, inputs, outputs, frame } = message;
      this.#hashes = null;
      this.#run = { nets, plane, rows, inputs, outputs, first: frame, last: frame };
      this.listener.ready(this.#run);
    } else if (message.type === "frame") {
      if (!this.#run) return;
      // A frame without a map keeps the last one's.
      this.#run = { ...this.#run, last: message.frame };
      this.listener.frame(this.#run);
    } else if (message.type === "taken") {
      for (const resolve of this.#taking.splice(0)) resolve(message.nets);
    } else {
      this.#playing = false;
      this.#hashes = { step: message.step, values: message.hashes };
      for (const resolve of this.#resting.splice(0)) resolve();
      this.listener.done(message.step, message.hashes);
    }
  }
}
