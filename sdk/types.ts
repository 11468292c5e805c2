/** Every public type, a file a concept. */
export type * from "./types/host.js";
export type * from "./types/networks.js";
export type * from "./types/rnn.js";
export type * from "./types/flow.js";
export type * from "./types/training.js";
export type * from "./types/gradiometer.js";
