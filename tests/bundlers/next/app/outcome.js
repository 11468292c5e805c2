import { trained } from "../trained.js";

/** The hash, or what went wrong. */
export const outcome = () => trained().catch(({ code, message }) => `${code}: ${message}`);
