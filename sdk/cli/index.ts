/**
 * The command `gradiometer`. What works for long does so in a thread of its own, so that this one hears signals while a single
 * training runs; the rest of the program is there only when it is asked for.
 */
import { isMainThread } from "node:worker_threads";
import { standsAlone } from "./long.js";
import { supervise } from "./supervise.js";

if (isMainThread && !standsAlone(process.argv.slice(2))) {
  supervise(new URL(import.meta.url));
} else {
  const { main } = await import("./program.js");
  await main(new URL(".", import.meta.url));
}
