import type { load } from "gradiometer";

/** `load` of whichever entry the runtime has resolved. */
export type Load = typeof load;
