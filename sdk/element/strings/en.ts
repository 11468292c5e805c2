import { doctor } from "./en/doctor.js";
import { lab } from "./en/lab.js";
import { share } from "./en/share.js";
import { views } from "./en/views.js";

export const en = { ...lab, ...views, ...doctor, ...share };
