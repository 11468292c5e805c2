/** What a waterfall remembers: one column of log10 ‖δ‖ for each stretch of steps, in bounded memory. */

/** Columns at most; then every second is dropped, and each stands for twice as many steps. */
export const COLUMNS = 640;

export class Columns {
  readonly values: Float32Array;
  /** Steps per column. */
  stride = 1;
  /** Columns that are filled. */
  count = 0;

  constructor(readonly layers: number) {
    this.values = new Float32Array(layers * COLUMNS);
  }

  /**
   * A frame at a step; the columns since the last frame are taken to be like it.
   *
   * @returns the first column that changed; 0 when all of them did
   */
  put(step: number, column: readonly number[]): number {
    let all = false;
    while (Math.floor(step / this.stride) >= COLUMNS) {
      this.#halve();
      all = true;
    }
    const at = Math.floor(step / this.stride);
    const from = Math.min(this.count, at);
    for (let to = from; to <= at; to++)
      column.forEach((value, layer) => (this.values[to * this.layers + layer] = Math.log10(value))); // for a picture alone
    this.count = at + 1;
    return all ? 0 : from;
  }

  #halve(): void {
    this.stride *= 2;
    this.count = Math.ceil(this.count / 2);
    for (let to = 1; to < this.count; to++)
      this.values.copyWithin(to * this.layers, 2 * to * this.layers, (2 * to + 1) * this.layers);
  }
}
