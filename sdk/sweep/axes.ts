/** Axes: the values that each takes, and what a path sets in what all points share. */
import { badOption, checkInteger, checkKeys } from "../core/check.js";
import { exp, ln } from "../theory/elementary.js";
import { canonicalJson } from "./canonical.js";
import type { Axis } from "./types.js";

/** An axis with its values written out. */
export interface CheckedAxis {
  readonly path: string;
  readonly values: readonly unknown[];
  /** As given; "linear" where the values were listed. */
  readonly scale: "linear" | "log";
}

/** Values of one axis; a study's jobs are counted with exact integers. */
const MOST = 100_000;

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

function range(name: string, given: Readonly<Record<string, unknown>>): Omit<CheckedAxis, "path"> {
  const count = checkInteger(`${name}.count`, given["count"], 2, MOST);
  const scale = given["scale"] ?? "linear";
  if (scale !== "linear" && scale !== "log") throw badOption(`${name}.scale`, '"linear" or "log"', scale);
  const [from, to] = ["from", "to"].map((key) => {
    const value = given[key];
    const right = typeof value === "number" && Number.isFinite(value) && (scale === "linear" || value > 0);
    if (!right) throw badOption(`${name}.${key}`, scale === "log" ? "a number above 0" : "a finite number", value);
    return value;
  }) as [number, number];
  if (from === to) throw badOption(`${name}.to`, `a number other than \`from\``, to);
  const at = (index: number): number => {
    if (index === 0) return from;
    if (index === count - 1) return to;
    const share = index / (count - 1);
    return scale === "log"
      ? rounded(from * exp(share * (ln(to) - ln(from))), 6)
      : rounded(from + share * (to - from), 12);
  };
  return { values: Array.from({ length: count }, (_, index) => at(index)), scale };
}

/** @throws GradiometerError BAD_OPTION */
export function checkAxis(name: string, given: unknown): CheckedAxis {
  const axis = checkKeys(name, given, ["path", "values", "from", "to", "count", "scale"]);
  const { path, values } = axis;
  if (typeof path !== "string" || !/^\w+(\.[\w-]+)+$/.test(path))
    throw badOption(`${name}.path`, `what it sets, such as "config.init.weight"`, path);
  if (values === undefined) return { path, ...range(name, axis) };
  for (const key of ["from", "to", "count", "scale"])
    if (axis[key] !== undefined) throw badOption(`${name}.${key}`, "either values, or from, to and count", axis[key]);
  if (!Array.isArray(values) || values.length === 0 || values.length > MOST)
    throw badOption(`${name}.values`, `a list of 1 to ${MOST} values`, values);
  const texts = values.map(canonicalJson);
  const again = texts.findIndex((text, index) => texts.indexOf(text) < index);
  if (again >= 0) throw badOption(`${name}.values[${again}]`, "a value that is not in the list already", values[again]);
  return { path, values: values as unknown[], scale: "linear" };
}

export type Checked<A extends Axis = Axis> = A extends unknown ? CheckedAxis : never;

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === "object" && value !== null;

/** A copy in which the member that `keys` lead to is `value`. @throws GradiometerError BAD_OPTION where they lead through no object */
export function withMember(path: string, target: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (!isMembers(target)) throw badOption(path, `a path whose "${key}" is inside an object`, target);
  if (Array.isArray(target)) {
    const at = Number(key);
    if (!Number.isInteger(at) || at < 0 || at >= target.length)
      throw badOption(path, `a place in the list, 0 to ${target.length - 1}, instead of "${key}"`, target);
    return target.map((member: unknown, index) => (index === at ? withMember(path, member, rest, value) : member));
  }
  return { ...target, [key]: rest.length === 0 ? value : withMember(path, target[key] ?? {}, rest, value) };
}

/** Sizes of a net between its inputs and its outputs. */
function resized(path: string, config: unknown, change: (hidden: readonly unknown[]) => readonly unknown[]): unknown {
  const { sizes } = isMembers(config) ? config : {};
  if (!Array.isArray(sizes) || sizes.length < 3)
    throw badOption(path, "a base whose config.sizes has a hidden layer", sizes);
  return { ...(config as Members), sizes: [sizes[0], ...change(sizes.slice(1, -1)), sizes.at(-1)] };
}

/** Paths that are no member of a configuration: how many hidden layers there are, all as wide as the first, and how wide all are. */
const SHORT: Readonly<Record<string, (config: unknown, value: unknown) => unknown>> = {
  "config.depth": (config, value) => {
    const depth = checkInteger("config.depth", value, 1, 100_000);
    return resized("config.depth", config, ([width]) => Array<unknown>(depth).fill(width));
  },
  "config.width": (config, value) => {
    const width = checkInteger("config.width", value, 1);
    return resized("config.width", config, (hidden) => hidden.map(() => width));
  },
};

/** A copy of what all points share, moved along one axis. @throws GradiometerError BAD_OPTION */
export function moved<T extends object>(base: T, path: string, value: unknown): T {
  const short = Object.hasOwn(SHORT, path) ? SHORT[path] : undefined;
  if (short) return { ...base, config: short((base as { config?: unknown }).config, value) };
  return withMember(path, base, path.split("."), value) as T;
}
