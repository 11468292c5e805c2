import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import type { Imported, ImportedNetwork } from "gradiometer/import";

const folder = fileURLToPath(new URL("../../golden/import/", import.meta.url));
const lab = await load();

/** A file of tests/golden/import. */
export const fileOf = (name: string): Uint8Array => Uint8Array.from(readFileSync(folder + name));

/** Input and output of a net, as the framework that wrote it has them. */
export interface Case {
  x: number[];
  shape: number[];
  y: number[];
}
export const caseOf = (name: string): Case => JSON.parse(readFileSync(`${folder}${name}.io.json`, "utf8")) as Case;

/** The network, or an error with what was refused. */
export function understood(imported: Imported): ImportedNetwork {
  if (imported.kind !== null) return imported;
  throw new Error(imported.refused.map(({ layer, reason }) => `${layer}: ${reason}`).join("; "));
}

/** [batch, time, inputs] as [time, batch, inputs]. */
function timeFirst(x: readonly number[], [batch = 0, time = 0, inputs = 0]: readonly number[]): number[] {
  return Array.from({ length: time }, (_, t) =>
    Array.from({ length: batch }, (_, b) => x.slice((b * time + t) * inputs, (b * time + t + 1) * inputs)),
  ).flat(2);
}

/** What the imported network puts out for the input of a case. */
export function outputOf(imported: Imported, { x, shape }: Case, batchFirst = true): number[] {
  const net = understood(imported);
  if (net.kind === "mlp") {
    const network = lab.mlp(net.config);
    network.setParameters(net.parameters);
    const y = [...network.forward(x)];
    network.dispose();
    return y;
  }
  const network = lab.rnn(net.config);
  network.setParameters(net.parameters);
  const [first = 0, second = 0] = shape;
  const time = batchFirst ? second : first;
  const { hidden, output } = network.forward({ values: batchFirst ? timeFirst(x, shape) : x, time });
  network.dispose();
  return [...(output ?? hidden.slice(hidden.length - hidden.length / time))];
}

/** exp(o)/Σ exp(o) of rows. */
export function softmax(logits: readonly number[], columns: number): number[] {
  return logits.map((_, at) => {
    const row = logits.slice(at - (at % columns), at - (at % columns) + columns);
    const most = Math.max(...row);
    return Math.exp(logits[at]! - most) / row.reduce((sum, value) => sum + Math.exp(value - most), 0);
  });
}

/** The largest difference. */
export const difference = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? Math.max(...a.map((value, index) => Math.abs(value - b[index]!))) : Infinity;

/** 1/(1 + exp(−o)), number by number. */
export const sigmoid = (logits: readonly number[]): number[] => logits.map((value) => 1 / (1 + Math.exp(-value)));
