/** WebKitGTK on a virtual screen, driven over plain WebDriver. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "./commands.mjs";
import { debian } from "./tools.mjs";

/** Debian's packages that it needs. */
export const WEBKIT = ["webkit2gtk-driver", "xvfb"];

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

/** Asks again every 100 ms. @throws Error when it has not come true in 100 tries */
async function until(ask, reason) {
  for (let tries = 0; tries < 100; tries++) {
    if (await ask()) return;
    await wait(100);
  }
  throw new Error(reason);
}

/** What closes what it has opened goes onto `closers` at once. */
async function drive(closers) {
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
  driver.once("error", () => {}); // the next line says that it has not started
  closers.push(() => driver.kill());
  const base = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${base}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers, "WebKitWebDriver did not start within 10 s");
  const browser = { binary: miniBrowser(), args: ["--automation"] };
  const { sessionId, capabilities } = await command(`${base}/session`, "POST", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browser } },
  });
  const session = `${base}/session/${sessionId}`;
  closers.push(() => command(session, "DELETE").catch(() => {}));
  await command(`${session}/timeouts`, "POST", { script: 300_000, pageLoad: 60_000 });
  const evaluate = (script, ...args) => command(`${session}/execute/sync`, "POST", { script, args });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    goto: (url) => command(`${session}/url`, "POST", { url }),
    /** The value of a script's `return`. */
    evaluate,
    /** What a script hands to its last argument, a function. */
    evaluateAsync: (script, ...args) => command(`${session}/execute/async`, "POST", { script, args }),
    /** Waits until a script returns true. */
    waitFor: (script) => until(() => evaluate(script), `not within 10 s: ${script}`),
  };
}

/** @throws Error when it does not start; what had started is ended */
export async function launchWebkit() {
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
}
