import { doctor } from "./ko/doctor.js";
import { lab } from "./ko/lab.js";
import { share } from "./ko/share.js";
import { views } from "./ko/views.js";
import type { Strings } from "./text.js";

export const ko = { ...lab, ...views, ...doctor, ...share } satisfies Strings;
