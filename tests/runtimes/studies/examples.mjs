/** The examples, each in its own runtime. */
import { examples } from "../examples.mjs";
import { installed } from "../hosts/processes.mjs";

/** Runtime → the place where its example is tried, and its binary. */
const homes = {
  deno: ["Deno", () => installed("@deno/linux-x64-glibc", "deno")],
  bun: ["Bun", () => installed("@oven/bun-linux-x64", "bin/bun")],
  workerd: ["workerd", () => installed("@cloudflare/workerd-linux-64", "bin/workerd")],
  chromium: ["Chromium, page", () => "/usr/bin/chromium"],
};

export const exampleStudies = Object.entries(homes).map(([runtime, [place, binary]]) => ({
  title: examples[runtime].name,
  places: [place],
  study: () => examples[runtime].check(binary()),
}));
