/** Every group of checks, in the order in which they run. A new one is a file and a row. */
import { access } from "./access.mjs";
import { agree } from "./agree.mjs";
import { bits } from "./bits.mjs";
import { frames } from "./frames.mjs";
import { hostile } from "./hostile.mjs";
import { life } from "./life.mjs";
import { offline } from "./offline.mjs";
import { presets } from "./presets.mjs";
import { runs } from "./runs.mjs";
import { size } from "./size.mjs";
import { text } from "./text.mjs";
import { traces } from "./traces.mjs";
import { where } from "./where.mjs";

/**
 * A group: its `title` and its `checks`, each a `name` and `run(stage)`, which throws what is wrong, or gives back a figure that is
 * worth printing.
 */
export const groups = [size, frames, where, life, runs, bits, presets, agree, hostile, traces, access, text, offline];
