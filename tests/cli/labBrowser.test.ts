/** `gradiometer lab` in this process: when it shows the lab in a browser, and by what. */
import { Command } from "commander";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Context } from "../../sdk/cli/command.js";
import { registerLab } from "../../sdk/cli/lab.js";
import { screenOf } from "../../sdk/cli/terminal/screen.js";

/** What stands for each system's opener: it writes down its arguments. */
const OPENERS = ["xdg-open", "open", "cmd"];

let folder: string;
let called: string;
const path = process.env["PATH"];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-home-"));
  called = join(folder, "called");
  mkdirSync(join(folder, "lab"));
  writeFileSync(join(folder, "lab", "index.html"), "<p>the lab</p>");
  for (const name of OPENERS) {
    const script = `#!/bin/sh\nprintf '%s\\n' ${name} "$@" > "${called}.part"\nmv "${called}.part" "${called}"\n`;
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
  process.env["PATH"] = `${folder}${delimiter}${path ?? ""}`;
});
afterAll(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command, and what it printed. `interactive`: on a terminal. */
function command(args: string[], { home = folder, interactive = false } = {}) {
  const printed: string[] = [];
  const out = {
    ...screenOf({ isTTY: false, write: () => true }),
    interactive,
    write: (text: string) => void printed.push(text),
  };
  const program = new Command();
  registerLab(program, { out, home: pathToFileURL(`${home}/`) } as unknown as Context);
  return { printed, done: program.parseAsync(["lab", ...args], { from: "user" }) };
}

/** Serves until the address is said, and ends as Ctrl-C ends it. */
async function served(args: string[], interactive: boolean): Promise<string> {
  rmSync(called, { force: true });
  const { printed, done } = command(["--port", "0", ...args], { interactive });
  await vi.waitFor(() => expect(printed).toHaveLength(1));
  (process.listeners("SIGINT").at(-1) as () => void)();
  await done;
  return /http:\S+/.exec(printed[0]!)![0];
}

/** The words that the opener was called with. */
async function opened(): Promise<string[]> {
  await vi.waitFor(() => expect(existsSync(called)).toBe(true), { timeout: 10_000 });
  return readFileSync(called, "utf8").trimEnd().split("\n");
}

describe("gradiometer lab", () => {
  it.each<[string[], boolean]>([
    [[], true],
    [["--open", "yes"], false],
  ])("%j, on a terminal: %s: shows it in a browser", async (args, interactive) => {
    const address = await served(args, interactive);
    expect((await opened()).at(-1)).toBe(address);
  });

  it.each<[string[], boolean]>([
    [[], false],
    [["--open", "no"], true],
  ])("%j, on a terminal: %s: shows nothing", async (args, interactive) => {
    await served(args, interactive);
    await new Promise((resolve) => setTimeout(resolve, 200)); // far longer than the script takes
    expect(existsSync(called)).toBe(false);
  });

  it.each([
    ["linux", "xdg-open", []],
    ["freebsd", "xdg-open", []],
    ["darwin", "open", []],
    ["win32", "cmd", ["/c", "start", ""]],
  ])("on %s: %s", async (platform, program, before) => {
    vi.spyOn(process, "platform", "get").mockReturnValue(platform as NodeJS.Platform);
    const address = await served(["--open", "yes"], false);
    vi.restoreAllMocks();
    expect(await opened()).toEqual([program, ...before, address]);
  });

  it("a browser that does not come is no failure", async () => {
    process.env["PATH"] = "";
    await expect(served(["--open", "yes"], false)).resolves.toMatch(/\/lab\/$/);
    process.env["PATH"] = `${folder}${delimiter}${path ?? ""}`;
  });

  it("is refused where the package lacks its page", async () => {
    const message = "this build has no lab/index.html beside its command; install the package again";
    await expect(command([], { home: join(folder, "lab") }).done).rejects.toThrow(message);
  });
});
