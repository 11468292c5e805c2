export { type Digits, digits, type DigitsOptions } from "./digits.js";
export { type MoonsOptions, twoMoons } from "./moons.js";
export { accuracy, type LabelledRows, oneHot, standardise, takeRows } from "./rows.js";
