/** Rounds of every measurement; medians are over these. */
const ROUNDS = 15;
/** How long one round of one candidate lasts at least. */
const ROUND_MS = 40;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Times the candidates in turn, round after round, so that a noisy neighbour meets all of them alike.
 *
 * @param candidates  { name: function of one run }.
 * @returns { name: { ms: median of one run, spread: (upper − lower quartile) / median } }.
 */
export function interleave(candidates) {
  const entries = Object.entries(candidates).map(([name, run]) => ({ name, run, runs: calibrate(run), times: [] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const entry of entries) {
      const start = performance.now();
      for (let i = 0; i < entry.runs; i++) entry.run();
      entry.times.push((performance.now() - start) / entry.runs);
    }
  }
  return Object.fromEntries(
    entries.map(({ name, times }) => {
      const sorted = [...times].sort((a, b) => a - b);
      const quartile = (share) => sorted[Math.floor(share * (sorted.length - 1))];
      const ms = median(times);
      return [name, { ms, spread: (quartile(0.75) - quartile(0.25)) / ms }];
    }),
  );
}

/** Warms up until the optimising compiler has had its turn, then counts the runs that fill a round. */
function calibrate(run) {
  let runs = 1;
  for (;;) {
    const start = performance.now();
    for (let i = 0; i < runs; i++) run();
    if (performance.now() - start >= ROUND_MS) return runs;
    runs *= 2;
  }
}
