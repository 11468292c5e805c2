/* global fetch */
/** Where a built fixture runs; each gives back the first line that the program prints. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import puppeteer from "puppeteer-core";
import { background, output, tool } from "./commands.mjs";

const TIMEOUT = 30_000;

const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** A folder as static files. `csp`: the script-src of every answer beside 'self'. `instead`: path → { type, body } or null. */
async function serve(root, { csp, instead = {} }) {
  const html = await readFile(join(root, "index.html"), "utf8");
  const inlined = [...html.matchAll(/<script type="importmap">([^]*?)<\/script>/g)].map(
    ([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  const policy =
    csp === undefined ? {} : { "content-security-policy": ["script-src 'self'", csp, ...inlined].join(" ") };
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, "http://localhost").pathname.replace(/\/$/, "/index.html");
    const type = types[extname(path)] ?? "application/octet-stream";
    const body = await readFile(join(root, path)).catch(() => null);
    const answer = path in instead ? instead[path] : body && { type, body };
    response.writeHead(answer ? 200 : 404, { ...policy, "content-type": answer?.type ?? "text/plain" });
    response.end(answer?.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Debian's Chromium; its flags keep it off the network and out of a sandbox that a container has no room for. */
export function launch() {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet];
  return puppeteer.launch({ executablePath: "/usr/bin/chromium", args });
}

/** The first line that a page logs. @throws Error with what went wrong in the page, or when it says nothing in time */
async function firstLine(browser, url) {
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

  async page(browser, folder, { folder: below = ".", ...options } = {}) {
    const server = await serve(join(folder, below), options);
    try {
      return await firstLine(browser, server.url);
    } finally {
      server.close();
    }
  },

  async server(browser, folder, script) {
    const child = background([script, "--host", "127.0.0.1", "--port", "0"], folder);
    try {
      const [url] = await child.printed(/http:\/\/127\.0\.0\.1:\d+\//, TIMEOUT);
      return await firstLine(browser, url);
    } finally {
      child.stop();
    }
  },

  async workerd(_, folder, config) {
    const child = background(["workerd/bin/workerd", "serve", config, "--control-fd=1"], folder);
    try {
      const [, port] = await child.printed(/"port":\s*(\d+)/, TIMEOUT);
      return await (await fetch(`http://127.0.0.1:${port}/`)).text();
    } finally {
      child.stop();
    }
  },
};
