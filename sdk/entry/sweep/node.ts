/** `gradiometer/sweep` in Node, over worker threads. */
export * from "../../sweep/index.js";
export { workers } from "./threads.js";
