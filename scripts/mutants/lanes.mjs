/** Processes that try mutants side by side, each in a copy of its own. */
import { fork } from "node:child_process";
import { cp, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./lane.mjs", import.meta.url));

/** Milliseconds without a word after which a run hangs; its longest test counts several times, for a busy machine. */
const silence = (longest) => 30_000 + 5 * longest;

/** A lane of one copy. It begins anew after a mutant that hung, since only from outside does such a run end. */
class Lane {
  #copy;
  #child;

  constructor(copy) {
    this.#copy = copy;
  }

  /** Ends the process and all that it started. */
  stop() {
    if (this.#child === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    this.#child = undefined;
  }

  #message(limit) {
    return new Promise((resolve) => {
      const child = this.#child;
      const finish = (message) => {
        clearTimeout(timer);
        child.off("message", onMessage).off("exit", onExit);
        resolve(message);
      };
      const onMessage = (message) => finish(message);
      const onExit = () => finish("gone");
      const timer = setTimeout(() => finish("silent"), limit);
      child.on("message", onMessage).on("exit", onExit);
    });
  }

  async #start() {
    this.#child = fork(program, [this.#copy], { detached: true, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    if ((await this.#message(60_000)) !== "ready") throw new Error("A process that runs tests did not start");
  }

  /**
   * What fails first with `text` in place of a module; null when nothing does.
   *
   * @param tests    paths inside the copy, in their order
   * @param longest  milliseconds of the longest test in them
   */
  async firstFailure({ module, text, right, tests, longest }) {
    const path = `${this.#copy}/${module}`;
    if (this.#child === undefined) await this.#start();
    this.#child.send({ path, text, tests: tests.map((test) => `${this.#copy}/${test}`) });
    for (;;) {
      const message = await this.#message(silence(longest));
      if (message === "alive") continue;
      if (typeof message === "object") return message.failure;
      this.stop();
      await writeFile(path, right);
      return message === "silent" ? "it does not end" : "the process that runs the tests ends";
    }
  }
}

/**
 * Hands out tasks to lanes, as many as there are processors: the first copy is given, the others are made.
 *
 * @param work  (lane, task) → a promise
 */
export async function inLanes(copy, tasks, work) {
  const count = Math.max(1, Math.min(availableParallelism(), tasks.length));
  const copies = [copy];
  for (let index = 1; index < count; index++) {
    const own = `${copy}-${index}`;
    copies.push(own);
    await cp(copy, own, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => path !== `${copy}/counts`,
    });
  }
  const lanes = copies.map((own) => new Lane(own));
  const waiting = [...tasks];
  try {
    await Promise.all(
      lanes.map(async (lane) => {
        for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await work(lane, task);
      }),
    );
  } finally {
    for (const lane of lanes) lane.stop();
    for (const own of copies.slice(1)) await rm(own, { recursive: true, force: true });
  }
}
