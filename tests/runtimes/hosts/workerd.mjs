/** Cloudflare's runtime itself: a worker over HTTP, which may not compile. */
import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { work } from "../prepare.mjs";
import { installed } from "./processes.mjs";

const binary = () => installed("@cloudflare/workerd-linux-64", "bin/workerd");

/** Starts the worker of a folder; ready when it listens. */
export async function startWorkerd(folder = `${work}workerd`) {
  const child = spawn(binary(), ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const port = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`workerd ended with code ${code}`)));
    createInterface(child.stdio[3]).on("line", (line) => {
      const { event, port: listening } = JSON.parse(line);
      if (event === "listen") resolve(listening);
    });
  });
  return { pid: child.pid, url: `http://127.0.0.1:${port}/`, close: () => child.kill() };
}

export const workerd = {
  id: "workerd",
  entry: "workerd.js",
  places: ["workerd"],
  async open() {
    const { url, close } = await startWorkerd();
    return {
      version: execFileSync(binary(), ["--version"], { encoding: "utf8" }).trim(),
      async call(_, request) {
        if (request.program === "firstStep") return 0; // the clock stands still; studies/edge.mjs measures from outside
        const { answer, error, compiled } = await (
          await fetch(url, { method: "POST", body: JSON.stringify(request) })
        ).json();
        if (error !== undefined) throw new Error(error);
        if (compiled !== 0) throw new Error(`expected no call that compiles bytes, but there were ${compiled}`);
        return answer;
      },
      close,
    };
  },
};
