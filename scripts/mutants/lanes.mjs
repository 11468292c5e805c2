/** Processes that try mutants side by side, each in a copy of its own. */
import { fork } from "node:child_process";
import { cp, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./lane.mjs", import.meta.url));

/** Milliseconds without a word after which a run hangs: far more than its longest test takes, for a busy machine. */
const silence = (longest) => 30_000 + 3 * longest;

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

  /** The next word that is no sign of life; "silent" when there is none for so long, "gone" when the process has ended. */
  #answer(limit) {
    const child = this.#child;
    return new Promise((resolve) => {
      let timer;
      const finish = (answer) => {
        clearTimeout(timer);
        child.off("message", hear).off("exit", gone);
        resolve(answer);
      };
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => finish("silent"), limit);
      };
      const hear = (message) => (message === "alive" ? wait() : finish(message));
      const gone = () => finish("gone");
      child.on("message", hear).on("exit", gone);
      wait();
    });
  }

  async #start() {
    this.#child = fork(program, [this.#copy], { detached: true, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    if ((await this.#answer(120_000)) !== "ready") throw new Error("A process that runs tests did not start");
  }

  /**
   * What fails first with `text` in place of a module: { failure, late }, the failure's name, null when nothing fails, and
   * whether that is no more than time that ran out.
   *
   * @param tests    paths inside the copy, in their order
   * @param longest  milliseconds of the longest test in them
   */
  async firstFailure({ module, text, right, tests, longest }) {
    const path = `${this.#copy}/${module}`;
    if (this.#child === undefined) await this.#start();
    this.#child.send({ path, text, tests: tests.map((test) => `${this.#copy}/${test}`) });
    const answer = await this.#answer(silence(longest));
    if (typeof answer === "object") return answer;
    this.stop();
    await writeFile(path, right);
    return answer === "silent"
      ? { failure: "it does not end", late: true }
      : { failure: "the process that runs the tests ends", late: false };
  }
}

/**
 * Hands out tasks to lanes, each with a copy of `copy`, which stays as it is.
 *
 * @param work   (lane, task) → a promise
 * @param most   lanes; as many as there are processors when it is left out
 */
export async function inLanes(copy, tasks, work, most = availableParallelism()) {
  const count = Math.min(most, tasks.length);
  const copies = [];
  for (let index = 0; index < count; index++) {
    const own = `${copy}-${process.pid}-${index}`;
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
    for (const own of copies) await rm(own, { recursive: true, force: true });
  }
}
