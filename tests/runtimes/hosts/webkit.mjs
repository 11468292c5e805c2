/** WebKitGTK on a virtual screen, driven over plain WebDriver. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "../../harness/commands.mjs";
import { serve } from "../../harness/server.mjs";
import { debian } from "../../harness/tools.mjs";
import { work } from "../prepare.mjs";

const PLACES = ["WebKit, page", "WebKit, worker", "WebKit, service worker"];

const miniBrowser = () =>
  readdirSync("/usr/lib")
    .map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
    .find((path) => existsSync(path));

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts a virtual screen, whose `port` is its number. */
const startScreen = () =>
  startServer(
    debian.xvfb,
    ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
    undefined,
    /^(\d+)\n/m,
  );

async function command(url, method, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver: ${value?.error}: ${value?.message}`);
  return value;
}

async function ready(url) {
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`${url}/status`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await wait(100);
  }
  throw new Error("WebKitWebDriver did not start within 10 s");
}

const CALL = `const [place, request, done] = arguments;
globalThis.call(place, request).then((answer) => done({ answer }), (error) => done({ error: String(error && error.stack || error) }));`;

/** Opens the page; what closes what it has opened goes onto `closers` at once. */
async function drive(closers) {
  const server = await serve(`${work}browser`);
  closers.push(server.close);
  const screen = await startScreen();
  closers.push(screen.close);
  const port = await freePort();
  const driver = spawn(debian["webkit2gtk-driver"], [`--port=${port}`, "--host=127.0.0.1"], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: `:${screen.port}`,
      GDK_BACKEND: "x11",
      NO_AT_BRIDGE: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    },
  });
  driver.once("error", () => {}); // ready() says that it has not started
  closers.push(() => driver.kill());
  const base = `http://127.0.0.1:${port}`;
  await ready(base);
  const browser = { binary: miniBrowser(), args: ["--automation"] };
  const { sessionId, capabilities } = await command(`${base}/session`, "POST", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browser } },
  });
  const session = `${base}/session/${sessionId}`;
  closers.push(() => command(session, "DELETE").catch(() => {}));
  await command(`${session}/timeouts`, "POST", { script: 300_000, pageLoad: 60_000 });
  await command(`${session}/url`, "POST", { url: server.url });
  for (let tries = 0; tries < 100; tries++) {
    const found = await command(`${session}/execute/sync`, "POST", { script: "return typeof call", args: [] });
    if (found === "function") break;
    await wait(100);
  }
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    async call(place, request) {
      const args = [place.split(", ")[1], request];
      const { answer, error } = await command(`${session}/execute/async`, "POST", { script: CALL, args });
      if (error !== undefined) throw new Error(error);
      return JSON.parse(answer);
    },
  };
}

export const webkit = {
  id: "WebKit",
  entry: "browser.js",
  debian: ["webkit2gtk-driver", "xvfb"],
  places: PLACES,
  async open() {
    const closers = [];
    const close = async () => {
      for (const closer of closers.toReversed()) await closer();
    };
    try {
      return { ...(await drive(closers)), close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};
