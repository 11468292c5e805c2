/** Where a built fixture runs; each is given what opens the browser, and gives back the first line that the program prints. */
import { join } from "node:path";
import { output, startServer } from "../harness/commands.mjs";
import { serve } from "../harness/server.mjs";
import { tool, tools } from "../harness/tools.mjs";
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
  node: (_, folder, script) => output(process.execPath, [script], folder),
  tool: (_, folder, ...command) => tool(command, folder),

  async page(chromium, folder, { folder: below = ".", ...options } = {}) {
    const server = await serve(join(folder, below), options);
    try {
      return await firstLine(chromium, server.url);
    } finally {
      server.close();
    }
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
