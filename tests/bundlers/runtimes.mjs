/** Where a built fixture runs; each is given what opens the browser, and gives back the first line that the program prints. */
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { output, startServer } from "../harness/commands.mjs";
import { framework, frameworkPath } from "../harness/frameworks.mjs";
import { runCells } from "../harness/jupyter.mjs";
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

  framework: (_, folder, ...command) => framework(command, folder),

  /** What a notebook shows, a line for each cell: a text, or the media types and how much there is of them. */
  async notebook(_, folder, script, ...kernel) {
    const cells = (await readFile(join(folder, script), "utf8")).split(/^\/\/ %%.*\n/m);
    const shown = await runCells((connection) => [...kernel, connection], folder, cells);
    const lineOf = ({ type, content }) => {
      if (type === "error") return `${content.ename}: ${content.evalue}`;
      if (type === "stream") return content.text.trim();
      return Object.entries(content.data).map(([media, text]) =>
        media === "text/plain" ? text : `${media}: ${text.slice(0, 4)}`,
      );
    };
    return shown.map((messages) => messages.flatMap(lineOf).join(", ")).join("\n");
  },

  /** Jest says on its error stream how its tests went. */
  async jest(_, folder, environment) {
    const args = ["--experimental-vm-modules", frameworkPath("jest/bin/jest.js"), "--env", environment, "--no-cache"];
    await output(process.execPath, [...args, "--json", "--outputFile=jest.out.json"], folder);
    const { numPassedTests, numTotalTests } = JSON.parse(await readFile(join(folder, "jest.out.json"), "utf8"));
    return `${numPassedTests} passed, ${numTotalTests} total`;
  },

  /** Builds and starts a site; what all of the places say, which must be one and the same. */
  async next(chromium, folder, compiler, places) {
    const next = frameworkPath("next/dist/bin/next");
    await output(process.execPath, [next, "build", `--${compiler}`], folder);
    const args = [next, "start", "--hostname", "127.0.0.1", "--port", "0"];
    const server = await startServer(process.execPath, args, folder, /127\.0\.0\.1:(\d+)/);
    try {
      const said = new Map();
      for (const place of places) {
        const url = `${server.url}${place}`;
        if (place === "client") said.set(place, await firstLine(chromium, url));
        else {
          const text = (await (await fetch(url)).text()).replaceAll("&quot;", '"');
          said.set(place, /<p id="out">(.*?)<\/p>/s.exec(text)?.[1] ?? text);
        }
      }
      const one = said.get(places[0]);
      const others = [...said].filter(([, text]) => text !== one).map(([place, text]) => `${place}: ${text}`);
      return others.length === 0 ? one : [`${places[0]}: ${one}`, ...others].join("\n");
    } finally {
      server.close();
    }
  },

  /** The tarball in a project of another package manager, which runs the program. */
  async pnpm(_, folder, { tarball }) {
    const pnpm = [frameworkPath("pnpm/bin/pnpm.cjs"), "--config.manage-package-manager-versions=false"];
    await output(process.execPath, [...pnpm, "add", "--offline", `file:${tarball}`], folder);
    return output(process.execPath, ["main.js"], folder);
  },

  async yarn(_, folder, { tarball }) {
    const yarn = frameworkPath("yarn-4/bin/yarn.js");
    await writeFile(join(folder, "yarn.lock"), "");
    await writeFile(
      join(folder, ".yarnrc.yml"),
      "nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\nenableNetwork: false\n",
    );
    await output(process.execPath, [yarn, "add", `gradiometer@file:${tarball}`], folder);
    return output(process.execPath, [yarn, "node", "main.js"], folder);
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
