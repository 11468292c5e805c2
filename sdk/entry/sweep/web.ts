/** `gradiometer/sweep` where workers are the Web's: pages, Deno, Bun. */
export * from "../../sweep/index.js";
export { workers } from "./webWorkers.js";
