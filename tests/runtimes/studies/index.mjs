/**
 * What is studied beyond the suite. A study has a `title`, the `places` where it is made, and `study(host, place)`, which
 * throws or says what it found.
 */
import { edge } from "./edge.mjs";
import { memory } from "./memory.mjs";

export const studies = [memory, edge];
