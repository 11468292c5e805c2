import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { Option } from "commander";
import { InputError, type Register } from "./command.js";
import { parser } from "./options.js";
import { serveFolder } from "./staticServer.js";

const START = "/lab/";
const DEFAULT_PORT = 8080;

/** System → what shows an address in the reader's browser. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** A browser that does not come is no failure: the address stands on the screen. */
function openBrowser(address: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

function refusal(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return new InputError(`port ${port} is taken; give another one, or --port 0 for any that is free`);
  if (code === "EACCES") return new InputError(`port ${port} needs rights that you do not have; give one above 1023`);
  return error;
}

/** `gradiometer lab`: the page with the lab, from this package. */
export const registerLab: Register = (program, { out, home }) => {
  program
    .command("lab")
    .description("Serves the lab, where one watches gradients die and be saved, to a browser of this machine.")
    .addOption(
      new Option(
        "--port <n>",
        `where it listens (an integer from 0 to 65535, 0 for any; default ${DEFAULT_PORT})`,
      ).argParser(parser({ type: "integer", minimum: 0, maximum: 65535 })),
    )
    .addOption(
      new Option("--open <when>", "shows it in a browser (yes or no; default yes on a terminal)").choices([
        "yes",
        "no",
      ]),
    )
    .addHelpText("after", "\nCtrl-C ends it. Nothing leaves this machine: it listens on 127.0.0.1 alone.")
    .action(async (options: { port?: number; open?: "yes" | "no" }) => {
      if (!existsSync(new URL(`.${START}index.html`, home)))
        throw new InputError("this build has no lab/index.html beside its command; install the package again");
      const port = options.port ?? DEFAULT_PORT;
      const server = await serveFolder(home, START, port).catch((error: unknown) => {
        throw refusal(error, port);
      });
      const ended = once(server, "close");
      process.once("SIGINT", () => {
        server.close();
        server.closeAllConnections();
      });
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${START}`;
      out.write(`The lab is at ${address}\nCtrl-C ends it.\n`);
      if (options.open === "yes" || (options.open === undefined && out.interactive)) openBrowser(address);
      await ended;
    });
};
