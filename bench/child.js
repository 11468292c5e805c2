/** A child process that answers in lines of JSON. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { clearTimeout, setTimeout } from "node:timers";

/** Longer than any answer takes, so that nobody who hangs holds up the others. */
const PATIENCE_MS = 120_000;

export class Child {
  #process;
  #lines;
  #printed = "";

  constructor([command, args]) {
    this.#process = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#process.stderr
      .setEncoding("utf8")
      .on("data", (text) => (this.#printed = (this.#printed + text).slice(-20_000)));
    this.#process.stdin.on("error", () => undefined); // that it is gone shows in the answer
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.failed = new Promise((_, reject) => this.#process.on("error", reject));
    this.failed.catch(() => undefined);
  }

  /** Asks something, unless nothing is to be asked, and waits for the answer. */
  async ask(question) {
    if (question) this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), PATIENCE_MS);
    try {
      const { value, done } = await Promise.race([this.#lines.next(), this.failed]);
      if (done) throw new Error(this.#reason());
      return JSON.parse(value);
    } finally {
      clearTimeout(timer);
    }
  }

  close() {
    this.#process.stdin.end();
    this.#process.kill();
  }

  /** The line of an error among what it printed (`t [GradiometerError]: …` where its class has a short name), or its last. */
  #reason() {
    const lines = this.#printed.split("\n").filter((line) => line.trim() !== "");
    return (
      lines.findLast((line) => /^(\w+ \[)?\w*Error\b/.test(line)) ??
      lines.at(-1) ??
      `ended, or gave no answer in ${PATIENCE_MS / 1000} s`
    );
  }
}
