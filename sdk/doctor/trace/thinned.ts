/** A course of any length, of which an even part is kept. */

/** Every value at first; whenever `most` are kept, every second of them goes, and of those to come as many. */
export class Thinned<T> {
  private kept: T[] = [];
  private stride = 1;
  private count = 0;

  /** @param most  values that are kept, an even number. */
  constructor(private readonly most: number) {}

  add(value: T): void {
    if (this.count++ % this.stride !== 0) return;
    if (this.kept.length === this.most) {
      this.kept = this.kept.filter((_, index) => index % 2 === 0);
      this.stride *= 2;
    }
    this.kept.push(value);
  }

  /** Leaves out what does not hold any more. */
  keep(holds: (value: T) => boolean): void {
    this.kept = this.kept.filter(holds);
  }

  /** In the order in which they came, the first one always among them. */
  get values(): readonly T[] {
    return this.kept;
  }
}
