/** What a lab says before anything is shared or a file is read: the rest of the texts is loaded with what needs it. */
import { doctor } from "./doctor.js";
import { lab } from "./lab.js";
import { views } from "./views.js";

export const words = { ...lab, ...views, ...doctor };
