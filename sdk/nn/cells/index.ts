import type { CellName } from "../../types.js";
import type { ResolvedActivation } from "../activation.js";
import type { Cell } from "./cell.js";
import { gruCell } from "./gru.js";
import { lstmCell } from "./lstm.js";
import { simpleCell } from "./simple.js";

/** What is known of a cell before it is built. */
interface CellRow {
  /** Whether φ can be chosen; the others have activations of their own. */
  readonly choosesActivation: boolean;
  /** @param activation  of a cell that can choose. */
  readonly build: (activation: ResolvedActivation) => Cell;
}

/** The recurrent cells. A new one is one file and one row. */
export const CELLS = {
  simple: { choosesActivation: true, build: simpleCell },
  lstm: { choosesActivation: false, build: () => lstmCell },
  gru: { choosesActivation: false, build: () => gruCell },
} satisfies Readonly<Record<CellName, CellRow>>;

/** The cells that recurrent networks can be built with. */
export const CELL_NAMES = Object.keys(CELLS) as readonly CellName[];
