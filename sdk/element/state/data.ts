/** What a lab's nets learn, as a link writes it: `moons.200.0.1`. */
import { Reader } from "./reader.js";

export const DATA_KINDS = ["moons", "spirals", "digits", "rows", "zoo"] as const;

/** Rows that are posted to the worker: digits, a file that was dropped in, a net of the zoo. */
export type DataState =
  | { readonly kind: "moons" | "spirals"; readonly samples: number; readonly noise: number }
  | { readonly kind: "digits"; readonly samples: number }
  /** A file of the reader's own, which no link can carry. */
  | { readonly kind: "rows"; readonly name: string }
  /** The data of a net of the doctor's zoo, whose net is A. */
  | { readonly kind: "zoo"; readonly name: string };

export const DATA_RANGES = { samples: [10, 2000], noise: [0, 2], digits: [50, 1797] } as const;

export const DEFAULT_DATA: DataState = { kind: "moons", samples: 200, noise: 0.1 };

export function writeData(data: DataState): string {
  switch (data.kind) {
    case "moons":
    case "spirals":
      return `${data.kind}.${data.samples}.${data.noise}`;
    case "digits":
      return `digits.${data.samples}`;
    case "rows":
      return "rows";
    case "zoo":
      return `zoo.${data.name}`;
  }
}

/** @throws StateError */
export function readData(key: string, text: string): DataState {
  const from = new Reader(key, text);
  const kind = from.word(DATA_KINDS);
  if (kind === "rows") {
    from.end();
    return { kind, name: "" };
  }
  from.expect(".");
  if (kind === "zoo") {
    const name = text.slice("zoo.".length);
    if (!/^[a-z0-9-]{1,40}$/.test(name)) throw from.error("the name of a net of the zoo");
    return { kind, name };
  }
  const [least, most] = DATA_RANGES[kind === "digits" ? "digits" : "samples"];
  const samples = from.number(least, most, true);
  if (kind === "digits") {
    from.end();
    return { kind, samples };
  }
  from.expect(".");
  const noise = from.number(...DATA_RANGES.noise);
  from.end();
  return { kind, samples, noise };
}
