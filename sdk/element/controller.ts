/** A lab without its face: the state, and the run that follows from it. */
import { type Channel, openChannel } from "./host/host.js";
import { type Listener, type Run, Runs } from "./runs.js";
import type { DataState } from "./state/data.js";
import { LAB_RANGES, type LabState } from "./state/state.js";
import type { Look, NetChoice, OwnNet, PostedRows, TakenNet } from "./worker/protocol.js";
import type { Seen } from "./views/view.js";

/** Nets that the controls do not describe: of the zoo, or what a remedy made. */
export interface OwnNets {
  readonly a?: OwnNet;
  readonly b?: OwnNet;
}

/** Rows that a page brings, and the net that they belong to. */
export interface BroughtRows {
  readonly rows: PostedRows;
  readonly own?: OwnNets;
}

/** Steps that "Train on" goes on for. */
const MORE = 600;

export class Controller {
  readonly #runs: Runs;
  #state: LabState;
  #own: OwnNets = {};
  #rows: PostedRows | undefined;
  #table = false;

  constructor(
    state: LabState,
    private readonly listener: Listener,
    /** Rows that the page has to bring: digits, a file, the zoo's. */
    private readonly rowsOf: (data: DataState) => Promise<BroughtRows>,
  ) {
    this.#state = state;
    this.#runs = new Runs(listener, openChannel);
  }

  get state(): LabState {
    return this.#state;
  }

  get own(): OwnNets {
    return this.#own;
  }

  get run(): Run | null {
    return this.#runs.run;
  }

  get playing(): boolean {
    return this.#runs.playing;
  }

  get step(): number {
    return this.#runs.step;
  }

  get ended(): boolean {
    return this.step >= this.#state.max;
  }

  get place(): Channel["place"] | null {
    return this.#runs.place;
  }

  connect(): void {
    this.#runs.connect();
    this.#start();
  }

  disconnect(): void {
    this.#runs.disconnect();
  }

  /**
   * Another state: a new run where nets, data or seed differ, else the run goes on.
   *
   * @param own   by default those that there are, as long as the data are the same: another net of the zoo brings its own.
   * @param anew  a new run in any case: who chooses a preset wants its first step, even of the nets that they have.
   */
  change(
    next: LabState,
    own: OwnNets = next.own && next.data === this.#state.data ? this.#own : {},
    anew = false,
  ): void {
    const before = this.#state;
    const others = own !== this.#own && (own.a !== this.#own.a || own.b !== this.#own.b);
    this.#state = next;
    this.#own = own;
    if (next.data !== before.data) this.#rows = undefined;
    if (anew || others || (["data", "seed", "a", "b", "own"] as const).some((key) => next[key] !== before[key]))
      this.#start();
    else {
      if (next.view !== before.view || next.options !== before.options) this.#look();
      if (this.playing && (next.speed !== before.speed || next.max !== before.max)) this.play();
    }
    this.listener.changed();
  }

  /**
   * Where "Train" was pressed, it goes on with these.
   *
   * @param rows  that were dropped in, with the state that speaks of them
   */
  changeRows(next: LabState, rows: PostedRows): void {
    const { playing } = this;
    this.#state = next;
    this.#own = {};
    this.#rows = rows;
    this.#start();
    if (playing) this.play();
    this.listener.changed();
  }

  /** Trains until `until`. While rows are on their way it begins with them; where they could not be had, they are asked for again. */
  play(until = this.#state.max, speed = this.#state.speed): void {
    // A file is not asked for: it is its owner who brings it.
    if (this.#runs.failed && this.#state.data.kind !== "rows") this.#start();
    this.#runs.play(speed, until);
  }

  pause(): void {
    this.#runs.pause();
  }

  /** As long again, where the last step was reached. */
  playOn(): void {
    if (this.ended) this.change({ ...this.#state, max: Math.min(this.step + MORE, LAB_RANGES.steps[1]) });
    this.play();
  }

  stepOnce(): void {
    if (this.playing || this.step >= LAB_RANGES.steps[1]) return;
    if (this.ended) this.change({ ...this.#state, max: this.step + 1 });
    this.#runs.stepOnce();
  }

  /** The same seed, the same bits. */
  reset(): void {
    this.#start();
    this.listener.changed();
  }

  /** The newest frame was drawn. */
  acknowledge(): void {
    this.#runs.acknowledge();
  }

  /** Pauses, and waits until the last step was taken. */
  rest(): Promise<void> {
    return this.#runs.rest();
  }

  /** Of the parameters, net by net; empty before the first step. */
  get hashes(): readonly string[] {
    return this.#runs.hashes;
  }

  set table(open: boolean) {
    if (open === this.#table) return;
    this.#table = open;
    this.#look();
  }

  /** Parameters and rows as they stand. */
  take(): Promise<readonly TakenNet[]> {
    return this.#runs.take();
  }

  /** What is known of net A (0) or B (1) in the newest frame. */
  seen(net: 0 | 1): Seen | null {
    return this.#runs.seen(net);
  }

  #lookNow(): Look {
    return { view: this.#state.view, options: this.#state.options, table: this.#table };
  }

  #look(): void {
    this.#runs.look(this.#lookNow());
  }

  #start(): void {
    const run = this.#runs.next();
    const { data } = this.#state;
    if (data.kind === "moons" || data.kind === "spirals" || this.#rows) this.#begin(run);
    else
      this.rowsOf(data).then(
        (brought) => this.#bring(run, data, brought),
        (error: unknown) => this.#runs.fail(run, "BAD_FILE", error instanceof Error ? error.message : String(error)),
      );
  }

  #bring(run: number, data: DataState, { rows, own }: BroughtRows): void {
    if (data !== this.#state.data) return; // other rows were asked for since
    this.#rows = rows;
    if (own) this.#own = { ...own, ...this.#own };
    this.#begin(run);
  }

  #begin(run: number): void {
    const { a, b, data, seed } = this.#state;
    const { a: ownA, b: ownB } = this.#own;
    const nets: NetChoice[] = [ownA ? { own: ownA } : { net: a }];
    if (ownB) nets.push({ own: ownB });
    else if (b) nets.push({ net: b });
    this.#runs.begin(run, { nets, data, seed, look: this.#lookNow(), ...(this.#rows && { rows: this.#rows }) });
  }
}
