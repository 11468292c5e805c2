import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { spread } from "../format.js";
import { paired } from "../measure.js";
import { OURS, titleOf } from "../peers/index.js";

const MILLISECONDS = 10;
const IMPORT_MILLISECONDS = 3;
const ROUNDS = 11;
const BARE = "bare";
/** Our main entry, imported and not used. */
const IMPORT = "import";
const nameOf = (id) => (id === IMPORT ? "import of our main entry alone" : titleOf(id));
/** Who can train where this Node runs. */
const TAKE_PART = [OURS, "tfjs", "jax", "convnet"];

const program = fileURLToPath(new URL("../cold.js", import.meta.url));

/** CPU time over that of the bare process started in the same round. */
const overBare = (times, id) => paired(times[id], times[BARE], (ms, bare) => ms - bare);

export const coldStart = {
  id: "cold-start",
  title: "Import, load, build the standard net and take one training step: CPU time over a bare Node process",

  /** @returns { peer: milliseconds }, the bare process among them. */
  measure({ peers, log, fail }) {
    const ids = [BARE, IMPORT, ...peers.map(({ id }) => id).filter((id) => TAKE_PART.includes(id))];
    const times = Object.fromEntries(ids.map((id) => [id, []]));
    const failed = new Set();
    log(ids.slice(1).map(nameOf).join(", "));
    for (let round = 0; round < ROUNDS; round++)
      for (const id of ids.filter((id) => !failed.has(id)))
        try {
          const args = [program, ...(id === BARE ? [] : [id])];
          const printed = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
          times[id].push(Number(printed.trim().split("\n").at(-1)));
        } catch (error) {
          fail(id, error.stderr?.match(/^\w*Error\b.*/m)?.[0] ?? error.message);
          failed.add(id);
        }
    return Object.fromEntries(Object.entries(times).filter(([id]) => !failed.has(id)));
  },

  tables(times) {
    const ids = Object.keys(times).filter((id) => id !== BARE);
    return [{ columns: ["", "ms"], rows: ids.map((id) => [nameOf(id), spread(overBare(times, id))]) }];
  },

  targets: (times) => [
    {
      what: "import of the main entry, CPU",
      atMost: IMPORT_MILLISECONDS,
      unit: "ms",
      got: times[IMPORT] && overBare(times, IMPORT),
    },
    {
      what: "cold start to the first training step, CPU",
      atMost: MILLISECONDS,
      unit: "ms",
      got: overBare(times, OURS),
    },
  ],
};
