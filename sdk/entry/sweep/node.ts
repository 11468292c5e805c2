/** `gradiometer/sweep` in Node, over worker threads. */
export * from "./public.js";
export { workers } from "./threads.js";
