import type { Report } from "./assemble.js";
import type { View } from "./view.js";

/** A tensor and its name in the file. */
export interface NamedView {
  readonly name: string;
  readonly view: View;
}

/** The tensors of one module, by the last part of their names. */
export interface Group {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, View>;
}

/** A count beside a batch norm's averages, which only a norm without a momentum needs. */
const COUNT = "num_batches_tracked";
/** Modules that this package's own files of an Rnn have: one recurrent layer. */
const OWN_RECURRENT = ["input", "recurrent", "candidate"];

/** Modules in the order in which the file names them first. */
export function grouped(tensors: readonly NamedView[]): Group[] {
  const groups = new Map<string, Map<string, View>>();
  const recurrent = tensors.some(({ name }) => name === "recurrent.weight");
  for (const { name, view } of tensors) {
    const dot = name.lastIndexOf(".");
    const [module, last] = [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
    if (last === COUNT) continue;
    const own = recurrent && OWN_RECURRENT.includes(module);
    const group = own ? "recurrent" : module;
    const members = groups.get(group) ?? new Map<string, View>();
    groups.set(group, members);
    members.set(own ? name : last, view);
  }
  return [...groups].map(([name, members]) => ({ name, tensors: members }));
}

/** Fan-in and fan-out of a dense module; null for another one. */
function endsOf({ tensors }: Group, layout: "pytorch" | "fan-in-first"): [number, number] | null {
  const dims = tensors.get("weight")?.dims;
  if (dims?.length !== 2) return null;
  const [a, b] = dims as [number, number];
  return layout === "pytorch" ? [b, a] : [a, b];
}

/** Whether each dense module takes what the one before gives. */
function chains(groups: readonly Group[], layout: "pytorch" | "fan-in-first"): boolean {
  const ends = groups.map((group) => endsOf(group, layout)).filter((one) => one !== null);
  return ends.every(([fanIn], index) => index === 0 || fanIn === ends[index - 1]![1]);
}

/** Names with numbers in them as numbers: 2 before 10. */
function natural(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.split(/(\d+)/)) as [string[], string[]];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [one, other] = [left[index]!, right[index]!];
    if (one === other) continue;
    return index % 2 === 1 ? Number(one) - Number(other) : one < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** More modules than this are not permuted. */
const MOST_PERMUTED = 10;
/** Orders that are tried at most. */
const MOST_TRIED = 20_000;

/** Every order of dense modules in which each takes what the one before gives, as far as two are enough to know that it is not one. */
function fitting(groups: readonly Group[], layout: "pytorch" | "fan-in-first"): Group[][] {
  const found: Group[][] = [];
  let tried = 0;
  const extend = (chain: readonly Group[], rest: readonly Group[]): void => {
    if (found.length > 1 || ++tried > MOST_TRIED) return;
    if (rest.length === 0) found.push([...chain]);
    const width = chain.length > 0 ? endsOf(chain.at(-1)!, layout)![1] : null;
    for (const next of rest)
      if (width === null || endsOf(next, layout)![0] === width) extend([...chain, next], rest.filter((one) => one !== next)); // prettier-ignore
  };
  extend([], groups);
  return found;
}

/**
 * Modules in the order of the net: as the file has them, or by their names; where neither makes a chain, in the one order whose shapes
 * do. What fits nowhere stays as it is, and is refused where it does not fit.
 *
 * @param inFile  whether the file's own order comes first.
 */
export function ordered(
  groups: readonly Group[],
  inFile: boolean,
  layout: "pytorch" | "fan-in-first",
  report: Report,
): readonly Group[] {
  // A recurrent layer comes first here, whatever it is called.
  const first = ({ tensors }: Group): number =>
    tensors.has("weight_hh_l0") || tensors.has("recurrent.weight") ? 0 : 1;
  const byName = [...groups].sort((a, b) => first(a) - first(b) || natural(a.name, b.name));
  const candidates = inFile ? [groups, byName] : [byName, groups];
  const chain = candidates.find((one) => chains(one, layout));
  if (chain) return chain;
  const dense = groups.filter((group) => endsOf(group, layout) !== null);
  const orders = dense.length === groups.length && dense.length <= MOST_PERMUTED ? fitting(dense, layout) : [];
  if (orders.length !== 1) return candidates[0]!;
  report.note(
    `the order of the layers is the only one whose shapes fit: ${orders[0]!.map(({ name }) => name).join(", ")}`,
  );
  return orders[0]!;
}
