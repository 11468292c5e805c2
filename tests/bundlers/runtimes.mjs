/** Where a built fixture runs; each is given what opens the browser, and gives back the first line that the program prints. */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { output, startServer } from "../harness/commands.mjs";
import { serve } from "../harness/server.mjs";
import { binaries, tool, tools } from "../harness/tools.mjs";
import { startWorkerd } from "../harness/workerd.mjs";

const TIMEOUT = 30_000;

/** The first line that a page logs. @throws Error with what went wrong in the page, or when it says nothing in time */
async function firstLine(chromium, url) {
  const browser = await chromium();
  const tab = await browser.newPage();
  const noise = [];
  try {
    return await new Promise((resolve, reject) => {
      const fail = (reason) => reject(new Error([reason, ...noise].join("\n")));
      setTimeout(fail, TIMEOUT, `The page printed nothing in ${TIMEOUT / 1000} s.`);
      tab.on("console", (message) => (message.type() === "log" ? resolve(message.text()) : noise.push(message.text())));
      tab.on("pageerror", (error) => fail(String(error)));
      tab.goto(url).catch((error) => fail(String(error)));
    });
  } finally {
    await tab.close();
  }
}

export const runtimes = {
  node: (_, folder, ...args) => output(process.execPath, args, folder),
  tool: (_, folder, ...command) => tool(command, folder),

  async page(chromium, folder, { folder: below = ".", ...options } = {}) {
    const server = await serve(join(folder, below), options);
    try {
      return await firstLine(chromium, server.url);
    } finally {
      server.close();
    }
  },

  /** A page that is opened from the disk. */
  file: (chromium, folder, page) => firstLine(chromium, pathToFileURL(join(folder, page)).href),

  /** A page that imports from a folder of another origin, whose address it is told. */
  async cdn(chromium, folder, below) {
    const far = await serve(join(folder, below), { headers: { "access-control-allow-origin": "*" } });
    const near = await serve(folder);
    try {
      return await firstLine(chromium, `${near.url}?cdn=${encodeURIComponent(far.url)}`);
    } finally {
      far.close();
      near.close();
    }
  },

  /** A copy of Node that holds the program: https://nodejs.org/api/single-executable-applications.html */
  async executable(_, folder, configuration, blob) {
    await output(process.execPath, ["--experimental-sea-config", configuration], folder);
    const place = join(folder, "program");
    await copyFile(process.execPath, place);
    const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
    await tool(["postject/dist/cli.js", place, "NODE_SEA_BLOB", join(folder, blob), "--sentinel-fuse", fuse], folder);
    return output(place, [], folder);
  },

  async bunExecutable(_, folder, script) {
    await output(binaries.bun, ["build", "--compile", script, "--outfile", "program"], folder);
    return output(join(folder, "program"), [], folder);
  },

  async denoBundle(_, folder, script) {
    await output(binaries.deno, ["bundle", "--node-modules-dir=manual", "-o", "dist/main.js", script], folder);
    return output(binaries.deno, ["run", "--no-prompt", "dist/main.js"], folder);
  },

  async server(chromium, folder, script) {
    const args = [`${tools}/${script}`, "--host", "127.0.0.1", "--port", "0"];
    const server = await startServer(process.execPath, args, folder);
    try {
      return await firstLine(chromium, server.url);
    } finally {
      server.close();
    }
  },

  async workerd(_, folder) {
    const server = await startWorkerd(folder);
    try {
      return await (await fetch(server.url)).text();
    } finally {
      server.close();
    }
  },
};
