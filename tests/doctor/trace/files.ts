/** The recorded trainings of this folder. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

export const folder = fileURLToPath(new URL(".", import.meta.url));

/** A recorded training: the net's name, its seed, and what its file says. */
export interface Recorded {
  name: string;
  seed: number;
  text: string;
  expected: string;
}

/** What nets.py and the like say of each net, by name. */
function expectations(group: string): Map<string, string> {
  const source = readFileSync(`${folder}${group}.py`, "utf8");
  return new Map([...source.matchAll(/yield "([\w-]+)", "([\w-]+)"/g)].map(([, name, expected]) => [name!, expected!]));
}

/** All files of a group, decompressed. */
export function recorded(group: "given" | "nets" | "heldOut" | "kerasNets"): Recorded[] {
  const known = expectations(group);
  return readdirSync(`${folder}recorded/${group}`)
    .sort()
    .map((file) => {
      const [name, seed] = file.split(".") as [string, string];
      const text = gunzipSync(readFileSync(`${folder}recorded/${group}/${file}`)).toString("utf8");
      return { name, seed: Number(seed), text, expected: known.get(name)! };
    });
}
