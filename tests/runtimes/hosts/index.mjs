/** Every runtime that the suite runs in. A new one is a file and a row. */
import { chromium, firefox } from "./browsers.mjs";
import { processes } from "./processes.mjs";
import { webkit } from "./webkit.mjs";
import { workerd } from "./workerd.mjs";

/**
 * A host: `id`; `entry`, the file of dist/ that it loads; `places`, the names under which it runs programs; `debian`, the
 * packages that bring it; `open()`, which gives its `version`, `call(place, { program, input })` → the program's answer, and
 * `close()`.
 */
export const hosts = [...processes, workerd, chromium, firefox, webkit];
