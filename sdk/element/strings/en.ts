import { drawings } from "./en/drawings.js";
import { share } from "./en/share.js";
import { words } from "./en/words.js";

export const en = { ...words, ...drawings, ...share };
