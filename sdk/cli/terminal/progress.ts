import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../../experiments/types.js";
import { visible } from "./escape.js";
import { cut, type Screen } from "./screen.js";

/** Shows how far a run has come, on the error stream so that a pipe gets results only. */
export interface ProgressView {
  update(progress: Progress): void;
  stop(): void;
}

const BAR = 24;
const BESIDE_LABEL = BAR + 24;

function bar(screen: Screen): ProgressView {
  const single = new SingleBar(
    {
      format: "{bar} {percentage} % · {eta_formatted} left · {label}",
      barsize: BAR,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update({ done, total, label }) {
      const payload = { label: cut(visible(label), screen.columns - BESIDE_LABEL) };
      if (!started) single.start(total, done, payload);
      else {
        single.setTotal(total);
        single.update(done, payload);
      }
      started = true;
    },
    stop: () => single.stop(),
  };
}

const QUIET_SECONDS = 5;

/** Without a terminal: a plain line for a phase that lasts, at most one every few seconds. */
function lines(screen: Screen): ProgressView {
  let said = performance.now();
  let last = "";
  return {
    update({ done, total, label }) {
      if (label === last || performance.now() - said < QUIET_SECONDS * 1000) return;
      said = performance.now();
      last = label;
      screen.write(`${Math.floor((100 * done) / Math.max(total, 1))} % · ${visible(label)}\n`);
    },
    stop: () => {},
  };
}

/** A bar on a terminal, plain lines elsewhere. */
export function progressView(screen: Screen): ProgressView {
  return screen.interactive ? bar(screen) : lines(screen);
}
