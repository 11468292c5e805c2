/** What a lab gives away as files. A file is a row here; what makes it is loaded when it is asked for. */
import { VERSION } from "../../../build/generated/version.js";
import type { FigureSpec } from "../../figureSpec.js";
import type { Text } from "../strings/text.js";
import { csvOf } from "../table.js";
import { linkOf, type SharedNet, type Snapshot } from "./snapshot.js";

/** A file that can be made. */
export interface Export {
  readonly name: string;
  /** On the button. */
  readonly label: string;
  readonly make: () => Promise<Blob>;
}

const blobOf = (content: string | Uint8Array<ArrayBuffer>, type: string): Blob => new Blob([content], { type });

/** State, hashes, configurations and parameters; NaN, ±∞ and −0 as text, as in a checkpoint. */
export async function stateText(snapshot: Snapshot): Promise<string> {
  const { writeText } = await import("../../io/stateText.js");
  const nets = snapshot.nets.map(({ name, config, training, hash, taken }) => ({
    name,
    config,
    training,
    hash,
    parameters: Object.fromEntries(
      Object.entries(taken.parameters).map(([tensor, { shape, values }]) => [tensor, { shape, values: [...values] }]),
    ),
  }));
  const { step, state } = snapshot;
  return writeText({ gradiometer: VERSION, link: linkOf(snapshot), state, step, nets });
}

/** @throws GradiometerError NOT_FINITE for a number that no file may hold */
export async function tensorsOf(net: SharedNet, snapshot: Snapshot): Promise<Uint8Array<ArrayBuffer>> {
  const { writeSafetensors } = await import("../../io/safetensors.js");
  const tensors = Object.entries(net.taken.parameters).map(([name, { shape, values }]) => ({ name, shape, values }));
  const metadata = {
    net: net.name,
    config: JSON.stringify(net.config),
    link: linkOf(snapshot),
    step: String(snapshot.step),
    ...(net.hash !== null && { hash: net.hash }),
  };
  return writeSafetensors(tensors, { metadata });
}

const WIDTH = 720;

export async function svgText(spec: FigureSpec): Promise<string> {
  const { figure } = await import("../../figure/figure.js");
  return figure(spec, { width: WIDTH });
}

/**
 * All files of a snapshot, in the order of the buttons.
 *
 * @param pngOf  makes a picture of a drawing, which only a page can.
 */
export function exportsOf(snapshot: Snapshot, text: Text, pngOf: (svg: string) => Promise<Blob>): Export[] {
  const { nets, figures, tables } = snapshot;
  const figureLabel = (name: string, kind: string) => text("shareFigure", { name, kind });
  return [
    ...figures.flatMap(({ name, spec }): Export[] => [
      {
        name: `${name}.svg`,
        label: figureLabel(spec.title, "SVG"),
        make: async () => blobOf(await svgText(spec), "image/svg+xml"),
      },
      { name: `${name}.png`, label: figureLabel(spec.title, "PNG"), make: async () => pngOf(await svgText(spec)) },
    ]),
    {
      name: "table.csv",
      label: text("shareTable"),
      make: () => Promise.resolve(blobOf(csvOf(tables), "text/csv")),
    },
    {
      name: "lab.json",
      label: text("shareState"),
      make: async () => blobOf(await stateText(snapshot), "application/json"),
    },
    ...nets.map((net): Export => ({
      name: `net-${net.name.toLowerCase()}.safetensors`,
      label: text("shareTensors", { net: net.name }),
      make: async () => blobOf(await tensorsOf(net, snapshot), "application/octet-stream"),
    })),
  ];
}
