/* global Response */
import { trained } from "./trained.js";

/** What a worker exports by default is how it is called. */
export default { fetch: async () => new Response(await trained()) };
