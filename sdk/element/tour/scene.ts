/** What a scene of the tour is: one state, one control, and what there is to see, in numbers from the frames. */
import type { Control } from "../presets/control.js";
import { type Watched, type WatchedNet, watchedNet } from "../presets/quantity.js";
import { DEFAULT_STATE, type LabState } from "../state/state.js";
import { percent, short, type Values, whole } from "../strings/said.js";
import type { SawKey, SceneId } from "../strings/tour/text.js";

/** A sentence of "what you saw". */
export interface Saw {
  readonly key: SawKey;
  readonly values: Values;
}

export interface Scene {
  readonly id: SceneId;
  readonly state: Omit<Partial<LabState>, "preset">;
  readonly control: Control;
  /** Numbers of docs/claims.md. */
  readonly claims: readonly string[];
  /** Of gradiometer/experiments. */
  readonly experiment: string;
  /** What the frames say, wherever the control stands. */
  readonly saw: (watched: Watched, state: LabState) => readonly Saw[];
}

/** The state in which a scene opens. */
export const stateOfScene = ({ state }: Scene): LabState => ({ ...DEFAULT_STATE, ...state });

/** Loss over guessing's from which on nothing was learnt: the doctor's `stuck`. */
const STUCK = 0.9856;

const KEYS = {
  a: { broken: "aBroke", guessing: "aGuesses", right: "aRight" },
  b: { broken: "bBroke", guessing: "bGuesses", right: "bRight" },
} as const;

function outcome({ step, ready, frame }: WatchedNet, net: "a" | "b"): Saw {
  const { loss, accuracy, firstNonFinite } = frame;
  if (firstNonFinite && !Number.isFinite(loss))
    return {
      key: KEYS[net].broken,
      values: { step: whole(firstNonFinite.step + 1), layer: whole(firstNonFinite.layer + 1) },
    };
  if (loss / ready.guess >= STUCK)
    return { key: KEYS[net].guessing, values: { step: whole(step), loss: short(loss), guess: short(ready.guess) } };
  return { key: KEYS[net].right, values: { step: whole(step), right: percent(accuracy), loss: short(loss) } };
}

/** What became of each net; nothing before the first step. */
export function outcomes(watched: Watched): readonly Saw[] {
  if (watched.frame.step === 0) return [];
  return watched.ready.map((_, index) => outcome(watchedNet(watched, index), index === 0 ? "a" : "b"));
}
