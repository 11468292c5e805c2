/** Other programs: run to their end, or in the background. */
import { execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";

export const here = fileURLToPath(new URL(".", import.meta.url));
export const tools = `${here}node_modules`;

const env = { ...process.env, NO_COLOR: "1", CI: "1" };
delete env.FORCE_COLOR;

/** What a command prints, trimmed. @throws Error with all it printed when it fails */
export async function output(command, args, cwd) {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
    return stripVTControlCharacters(stdout).trim();
  } catch (error) {
    throw new Error([error.message, error.stdout, error.stderr].join("\n"), { cause: error });
  }
}

/** A tool is a script of node_modules/: esbuild, workerd and deno start their program from one too. */
const invocation = ([file, ...args]) => [`${tools}/${file}`, ...args];

export const tool = (command, cwd) => output(process.execPath, invocation(command), cwd);

export function npm(args, cwd) {
  const path = process.env.npm_execpath;
  return path?.endsWith("js") ? output(process.execPath, [path, ...args], cwd) : output("npm", args, cwd);
}

/** A tool that serves until it is stopped. */
export function background(command, cwd) {
  const options = { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true };
  const child = spawn(process.execPath, invocation(command), options);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (more) => (text += stripVTControlCharacters(more)));
  return {
    /** Ends it with the programs that it started itself. */
    stop: () => process.kill(-child.pid),
    /** The first match in what it prints. @throws Error when it ends before, or does not print it in time */
    printed: (pattern, timeout) =>
      new Promise((resolve, reject) => {
        const fail = (reason) => reject(new Error(`${command[0]} ${reason}\n${text}`));
        const look = () => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.on("error", (error) => fail(error.message));
        child.on("exit", (code) => fail(`ended with code ${code}`));
        setTimeout(fail, timeout, `did not print ${pattern}`).unref();
      }),
  };
}
