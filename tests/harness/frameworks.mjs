/** Frameworks and package managers: a package of its own beside this file, installed for the rows that need it. */
import { fileURLToPath } from "node:url";
import { INSTALL, outdated } from "../../scripts/npm.mjs";
import { npm, output } from "./commands.mjs";

const home = fileURLToPath(new URL("./frameworks/", import.meta.url));
export const frameworksHome = home;
/** Where projects find what is installed here, as if it were their own. */
export const frameworksWork = `${home}work`;

export async function installFrameworks() {
  if (outdated(home)) await npm([...INSTALL, "--loglevel=error"], home);
}

/** A command of its node_modules/, [script, ...arguments], run to its end. */
export const framework = ([script, ...args], cwd, node = process.execPath) =>
  output(node, [`${home}node_modules/${script}`, ...args], cwd);

/** Where a command of its node_modules/ lies. */
export const frameworkPath = (script) => `${home}node_modules/${script}`;
