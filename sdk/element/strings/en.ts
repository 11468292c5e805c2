import { share } from "./en/share.js";
import { words } from "./en/words.js";

export const en = { ...words, ...share };
