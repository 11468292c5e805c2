/** The seed of one of many nets of a run: those of different runs do not meet, for run seeds below 2²⁰. */
export function netSeed(seed: number, index: number): number {
  return (seed % 1_048_576) * 4_294_967_296 + index;
}
