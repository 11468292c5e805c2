/** What a lab says before another view is opened, anything shared or a file read: the rest is loaded with what needs it. */
import { doctor } from "./doctor.js";
import { lab } from "./lab.js";
import { views } from "./views.js";

export const words = { ...lab, ...views, ...doctor };
