import { INIT_NAMES, resolveInit } from "../../nn/initialisations.js";
import type { NamedInit } from "../types.js";

/** The named initialisations that draw. */
export const RANDOM: readonly NamedInit[] = INIT_NAMES.filter((name) => resolveInit(name).row.entries !== "fixed");

/** Those of them that need neither data nor an activation. */
export const DRAWN: readonly NamedInit[] = RANDOM.filter((name) => resolveInit(name).row.needs === "nothing");
