/** Commands that compute. */
const LONG: readonly string[] = ["run", "doctor", "diagnose", "zoo", "hashes", "sweep", "worker"];

/** Whether the arguments only ask for what is said at once: help, a version, a list. */
export const standsAlone = (args: readonly string[]): boolean =>
  !LONG.includes(args[0] ?? "") || args.some((arg) => arg === "--help" || arg === "-h");
