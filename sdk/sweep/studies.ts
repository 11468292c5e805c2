import { studyFiles } from "../../build/generated/studies.js";
import type { Study } from "./types.js";

/** The studies that ship, each of some minutes on two cores; larger by one number. A new one is one file of studies/. */
export const studies: readonly Study[] = studyFiles.map((text) => JSON.parse(text) as Study);
