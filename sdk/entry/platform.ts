import type { Platform } from "../core/platform.js";

/** What every runtime of today has. */
export const platform: Platform = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};
