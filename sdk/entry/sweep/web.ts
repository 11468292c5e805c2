/** `gradiometer/sweep` where workers are the Web's: pages, Deno, Bun. */
export * from "./public.js";
export { workers } from "./webWorkers.js";
