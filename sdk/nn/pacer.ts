import type { Platform } from "../core/platform.js";

/** How long work may keep the event loop waiting. */
const PAUSE_AFTER_MS = 50;
/** How often the clock is looked at, as far as single steps allow. */
const LOOK_AFTER_MS = 10;
const MOST_STEPS = 1024;

/** Says when the event loop should have its turn; looks at the clock only as often as the steps' own length asks for. */
export class Pacer {
  private looked: number;
  private paused: number;
  private steps = 0;
  private untilLook = 1;

  constructor(private readonly platform: Platform) {
    this.looked = this.paused = platform.now();
  }

  /** Counts a step; true when it is time for `pause`. */
  due(): boolean {
    if (++this.steps < this.untilLook) return false;
    const now = this.platform.now();
    const each = (now - this.looked) / this.steps;
    this.untilLook = Math.max(1, Math.min(Math.floor(LOOK_AFTER_MS / each), MOST_STEPS));
    this.looked = now;
    this.steps = 0;
    return now - this.paused > PAUSE_AFTER_MS;
  }

  /** Lets timers, signals and paints have their turn. */
  async pause(): Promise<void> {
    await this.platform.pause();
    this.looked = this.paused = this.platform.now();
  }
}
