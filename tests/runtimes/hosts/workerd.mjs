/** Cloudflare's runtime: the programs as a worker, asked over HTTP. */
import { output } from "../../harness/commands.mjs";
import { binaries } from "../../harness/tools.mjs";
import { startWorkerd as startWorkerdOf } from "../../harness/workerd.mjs";
import { work } from "../prepare.mjs";

/** Starts the worker of the programs. */
export const startWorkerd = () => startWorkerdOf(`${work}workerd`);

export const workerd = {
  id: "workerd",
  entry: "workerd.js",
  places: ["workerd"],
  async open() {
    const { url, close } = await startWorkerd();
    return {
      version: await output(binaries.workerd, ["--version"]),
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
