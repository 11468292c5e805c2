export { type Digits, digits, type DigitsOptions } from "./digits.js";
export { type MoonsOptions, twoMoons } from "./moons.js";
export { accuracy, type LabelledRows, oneHot, standardise, takeRows } from "./rows.js";
export {
  addingProblem,
  copyTask,
  type CopyOptions,
  type LabelledSequenceTask,
  type SequenceOptions,
  type SequenceTask,
  temporalOrder,
} from "./sequences.js";
export { spirals, type SpiralsOptions } from "./spirals.js";
