/** Other programs: run to their end, or serving in the background. */
import { execFile, spawn } from "node:child_process";
import { promisify, stripVTControlCharacters } from "node:util";
import { npmCommand } from "../../scripts/npm.mjs";

const PATIENCE = 600_000; // ms, for a program to end
const STARTUP = 60_000; // ms, for a server to listen

/** What programs find in their environment. */
export const env = { ...process.env, NO_COLOR: "1", CI: "1", DENO_NO_UPDATE_CHECK: "1", NEXT_TELEMETRY_DISABLED: "1" };
delete env.FORCE_COLOR;

/** What a command prints, trimmed. @throws Error with all it printed when it fails */
export async function output(command, args, cwd) {
  const options = { cwd, env, encoding: "utf8", maxBuffer: 2 ** 28, timeout: PATIENCE };
  try {
    const running = promisify(execFile)(command, args, options);
    running.child.stdin.end();
    return stripVTControlCharacters((await running).stdout).trim();
  } catch (error) {
    throw new Error([error.message, error.stdout, error.stderr].join("\n"), { cause: error });
  }
}

export const npm = (args, cwd) => output(...npmCommand(args), cwd);

/**
 * Starts a program that serves on the loopback interface.
 *
 * @param port  its first group is the port, or the like, in what the program prints when it listens.
 * @throws Error with all it printed when it ends before, or does not listen in time
 */
export async function startServer(command, args, cwd, port = /127\.0\.0\.1:(\d+)\//) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const close = () => child.kill();
  let text = "";
  try {
    const found = await new Promise((resolve, reject) => {
      const fail = (reason) => reject(new Error(`${command} ${args.join(" ")} ${reason}\n${text}`));
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (more) => {
          text += stripVTControlCharacters(more);
          const match = port.exec(text);
          if (match) resolve(match[1]);
        });
      child.on("error", (error) => fail(error.message));
      child.on("close", (code) => fail(`ended with code ${code}`));
      setTimeout(fail, STARTUP, `did not listen in ${STARTUP / 1000} s`).unref();
    });
    return { pid: child.pid, port: found, url: `http://127.0.0.1:${found}/`, close };
  } catch (error) {
    close();
    throw error;
  }
}
