import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { spread } from "../format.js";
import { summary } from "../measure.js";

const ROUNDS = 11;
const MILLISECONDS = { first: 2, warm: 0.3 };

const program = fileURLToPath(new URL("../hash.js", import.meta.url));

export const hash = {
  id: "hash",
  title: "hash() of the standard net, 17,290 parameters, CPU ms: the first of a process, and warm",

  /** @returns { first, warm }: milliseconds, a process each. */
  measure({ log }) {
    log(`${ROUNDS} processes`);
    const rounds = Array.from({ length: ROUNDS }, () =>
      JSON.parse(execFileSync(process.execPath, [program], { encoding: "utf8" })),
    );
    return { first: rounds.map(({ first }) => first), warm: rounds.map(({ warm }) => warm) };
  },

  tables: (times) => [
    { columns: ["", "ms"], rows: Object.keys(MILLISECONDS).map((name) => [name, spread(summary(times[name]))]) },
  ],

  targets: (times) =>
    Object.entries(MILLISECONDS).map(([name, atMost]) => ({
      what: `hash of 17,290 parameters, ${name}, CPU`,
      atMost,
      unit: "ms",
      got: summary(times[name]),
    })),
};
