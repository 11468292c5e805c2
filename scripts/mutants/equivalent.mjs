/**
 * Mutants that no test can see, since nothing that anybody can observe comes out otherwise. They are not drawn, and so they
 * count neither as seen nor as missed. A row holds for the line as it stands: `line` without the spaces round it, `change` as
 * the run prints it.
 */
export const EQUIVALENT = [
  {
    file: "sdk/theory/roots.ts",
    line: "if (fx > 0 === fb > 0) fa /= 2;",
    change: "> → >=",
    why: "fb is not 0 here, by the condition of the loop; where fx is 0 the loop ends with x, whatever became of a and fa",
  },
  {
    file: "sdk/doctor/decide.ts",
    line: "if (left <= 0) return null;",
    change: "return null; → return undefined;",
    why: "whoever asks for the combination takes what stands without one in its place, `two ?? withoutCure(…)`, of either",
  },
  {
    file: "sdk/doctor/preflight.ts",
    line: "const layer = { fanIn: hidden, inputMoment: 1 };",
    change: "1 → 2",
    why: "inputMoment is read by lsuv alone, which recurrent nets refuse",
  },
  {
    file: "sdk/probe/flow.ts",
    line: 'return arena.scratch(8 * (Statistic.Count + bins), "statistics", (out) => {',
    change: "8 → 9",
    why: "a block that is longer than what is written into it, and released at once",
  },
  {
    file: "sdk/experiments/tools/crossEntropy.ts",
    line: 'return arena.scratch(3 * bytes, "outputs, targets and their gradient", (at) => {',
    change: "3 → 4",
    why: "a block that is longer than what is written into it, and released at once",
  },
  {
    file: "sdk/experiments/slips/scalar.ts",
    line: "const UNITS = [0.5, -0.3, 0.8] as const;",
    change: "0.8 → 1.6",
    why: "a unit that the derivative of another does not see, which is what the slip is about: it is 0 at any value",
  },
  {
    file: "sdk/cli/long.ts",
    line: '!LONG.includes(args[0] ?? "") || args.some((arg) => arg === "--help" || arg === "-h");',
    change: '?? "" left out',
    why: "no command is neither undefined nor empty: the empty word is there for the compiler",
  },
  {
    file: "sdk/figure/number.ts",
    line: "const MOST_DIGITS = 17;",
    change: "17 → 18",
    why: "17 digits tell any two float64 apart, so that no more are ever asked for",
  },
  {
    file: "sdk/theory/elementary.ts",
    line: "if (x < -745.1332191019412) return 0;",
    change: "< → <=",
    why: "at the bound itself the last product rounds to 0 too",
  },
  {
    file: "sdk/cli/files.ts",
    line: "const count = columns[0]?.values.length ?? 0;",
    change: "?? 0 left out",
    why: "an array of undefined length is an array of length 0",
  },
  {
    file: "sdk/figure/plot/series.ts",
    line: "const { last, next } = ends.get(place) ?? { last: -Infinity, next: -Infinity };",
    change: "-Infinity → Infinity",
    why: "the first point at a place begins a row, and then either of the two is enough to let it through",
  },
];
