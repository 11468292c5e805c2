/** Chromium by its DevTools protocol over a pipe: JSON messages that end in a zero byte, on file descriptors 3 and 4. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/**
 * Opens a page, and closes the browser when `use` has ended.
 *
 * @param use   gets `evaluate(expression)`: what it comes to in the page, awaited when it is a promise.
 */
export async function withPage(chromium, url, use) {
  const profile = await mkdtemp(join(tmpdir(), "gradiometer-chromium-"));
  const args = [...flags, ...quiet, "--remote-debugging-pipe", `--user-data-dir=${profile}`];
  const browser = spawn(chromium, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const closed = once(browser, "close");
  const waiting = new Map();
  let sent = 0;
  let unread = "";

  browser.stdio[4].setEncoding("utf8").on("data", (text) => {
    const messages = (unread + text).split("\0");
    unread = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      const { resolve, reject } = waiting.get(id) ?? {};
      if (error) reject?.(new Error(error.message));
      else resolve?.(result);
      waiting.delete(id);
    }
  });
  const call = (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      waiting.set(++sent, { resolve, reject });
      browser.stdio[3].write(`${JSON.stringify({ id: sent, method, params, sessionId })}\0`);
    });
  closed.then(() => waiting.forEach(({ reject }) => reject(new Error("the browser has closed"))));

  try {
    const { targetId } = await call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
    await call("Page.navigate", { url }, sessionId);
    return await use(async (expression) => {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await call("Runtime.evaluate", options, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    });
  } finally {
    browser.kill();
    await closed;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
