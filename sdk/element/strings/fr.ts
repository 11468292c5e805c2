import { doctor } from "./fr/doctor.js";
import { lab } from "./fr/lab.js";
import { share } from "./fr/share.js";
import { views } from "./fr/views.js";
import type { Strings } from "./text.js";

export const fr = { ...lab, ...views, ...doctor, ...share } satisfies Strings;
