/** `gradiometer hashes` and `gradiometer lab` in this process, with nets and a browser that the test stands in for. */
import { Command } from "commander";
import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Context, Register } from "../../sdk/cli/command.js";
import { screenOf } from "../../sdk/cli/terminal/screen.js";

const PUBLISHED = ["one net", "another"].map((name) => ({ name, hash: `${name[0]!.repeat(12)}rest` }));
const answers: string[] = [];
vi.mock("../../sdk/hashes/index.js", () => ({
  published: PUBLISHED,
  reproduce: (_: unknown, { hash }: { hash: string }) => Promise.resolve(answers.shift() ?? hash),
}));
const spawned: unknown[][] = [];
vi.mock("node:child_process", async (importOriginal) => ({
  ...(await importOriginal<object>()),
  spawn: (...given: unknown[]) => {
    spawned.push(given);
    return Object.assign(new EventEmitter(), { unref: () => spawned.push(["unref"]) });
  },
}));
const { registerHashes } = await import("../../sdk/cli/hashes.js");
const { registerLab } = await import("../../sdk/cli/lab.js");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-home-"));
  mkdirSync(join(folder, "lab"));
  writeFileSync(join(folder, "lab", "index.html"), "<p>the lab</p>");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const exitCode = process.exitCode;
afterEach(() => {
  process.exitCode = exitCode;
});

/** Runs a command, and what it printed. `interactive`: on a terminal. */
function command(register: Register, args: string[], { home = folder, interactive = false } = {}) {
  const printed: string[] = [];
  const screen = (list: string[]) => ({
    ...screenOf({ isTTY: false, write: () => true }),
    interactive,
    write: (text: string) => void list.push(text),
  });
  const context = {
    ...{ out: screen(printed), error: { ...screen([]), interactive: false } },
    home: pathToFileURL(`${home}/`),
    load: () => Promise.resolve({}),
  } as unknown as Context;
  const program = new Command();
  register(program, context);
  return { printed, done: program.parseAsync(args, { from: "user" }) };
}

describe("gradiometer hashes", () => {
  it("says that every net comes to the bits that were published", async () => {
    const { printed, done } = command(registerHashes, ["hashes"]);
    await done;
    expect(printed.join("").split("\n")).toEqual([
      "        trained  SHA-256",
      "        network",
      `  ${"─".repeat(28)}`,
      "  same  one net  oooooooooooo…",
      "  same  another  aaaaaaaaaaaa…",
      ...["", "All 2 hashes are the same.", ""],
    ]);
    expect(process.exitCode).toBe(exitCode);
  });

  it("says which does not, and ends with exit code 1", async () => {
    answers.push("other");
    const { printed, done } = command(registerHashes, ["hashes"]);
    await done;
    expect(printed.join("").split("\n").slice(3)).toEqual([
      "  OTHER  one net  oooooooooooo…",
      "  same   another  aaaaaaaaaaaa…",
      ...["", "ALARM: 1 of 2 differ.", ""],
    ]);
    expect(process.exitCode).toBe(1);
  });
});

describe("gradiometer lab", () => {
  /** Serves until the address is said, and ends as Ctrl-C ends it. */
  async function served(args: string[], interactive: boolean): Promise<string> {
    spawned.length = 0;
    const { printed, done } = command(registerLab, ["lab", "--port", "0", ...args], { interactive });
    await vi.waitFor(() => expect(printed).toHaveLength(1));
    (process.listeners("SIGINT").at(-1) as () => void)();
    await done;
    return /http:\S+/.exec(printed[0]!)![0];
  }

  it.each<[string[], boolean, boolean]>([
    [[], false, false],
    [[], true, true],
    [["--open", "yes"], false, true],
    [["--open", "no"], true, false],
  ])("%j, on a terminal: %s; shows it in a browser: %s", async (args, interactive, opens) => {
    const address = await served(args, interactive);
    if (!opens) expect(spawned).toEqual([]);
    else {
      const [[, given, options] = [], after] = spawned as [string, string[], object][];
      expect([given!.at(-1), options, after]).toEqual([address, { stdio: "ignore", detached: true }, ["unref"]]);
    }
  });

  it.each([
    ["linux", "xdg-open", []],
    ["darwin", "open", []],
    ["win32", "cmd", ["/c", "start", ""]],
  ])("on %s: %s", async (platform, program, before) => {
    vi.spyOn(process, "platform", "get").mockReturnValue(platform as NodeJS.Platform);
    const address = await served(["--open", "yes"], false);
    vi.restoreAllMocks();
    expect(spawned[0]).toEqual([program, [...before, address], expect.anything()]);
  });

  it("is refused where the package lacks its page", async () => {
    const message = "this build has no lab/index.html beside its command; install the package again";
    await expect(command(registerLab, ["lab"], { home: join(folder, "lab") }).done).rejects.toThrow(message);
  });
});
