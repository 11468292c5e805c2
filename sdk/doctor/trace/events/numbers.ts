/** The numbers of a training by their tags, in bounded memory. */
import { Thinned } from "../thinned.js";

/** Points of a number that are kept, evenly taken. */
const POINTS = 1024;
/** Tags of a kind that are followed. */
const MOST_TAGS = 64;

/** A number at a step. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

/** A number over the training. */
export interface NumberCourse {
  readonly tag: string;
  readonly points: Thinned<Point>;
  count: number;
  last: Point | null;
}

/** The numbers of a kind, by their tags. */
export class Numbers {
  readonly courses = new Map<string, NumberCourse>();

  /** @param distance  how far a tag is from being of this kind; null where it is not. */
  constructor(
    readonly chosen: string | undefined,
    private readonly distance: (tag: string) => number | null,
  ) {}

  takes(tag: string): boolean {
    if (this.chosen !== undefined) return tag === this.chosen;
    return this.courses.has(tag) || (this.courses.size < MOST_TAGS && this.distance(tag) !== null);
  }

  add(tag: string, point: Point): void {
    let course = this.courses.get(tag);
    if (!course) this.courses.set(tag, (course = { tag, points: new Thinned(POINTS), count: 0, last: null }));
    course.points.add(point);
    course.last = point;
    course.count++;
  }

  drop(step: number): void {
    for (const course of this.courses.values()) {
      course.points.keep((point) => point.step < step);
      course.last = course.points.values.at(-1) ?? null;
    }
  }

  /** The tag that is nearest to the kind's name; of equals the one with the most of `weight`. */
  best(weight: (course: NumberCourse) => number): NumberCourse | null {
    const distances = new Map([...this.courses.keys()].map((tag) => [tag, this.distance(tag) ?? Infinity]));
    const order = (one: NumberCourse, other: NumberCourse): number =>
      distances.get(one.tag)! - distances.get(other.tag)! || weight(other) - weight(one) || other.count - one.count;
    return [...this.courses.values()].sort(order)[0] ?? null;
  }
}

/** The points by their steps; a later one at the same step holds. */
export const byStep = ({ points, last }: NumberCourse): Map<number, number> =>
  new Map([...points.values, ...(last ? [last] : [])].map(({ step, value }) => [step, value]));
