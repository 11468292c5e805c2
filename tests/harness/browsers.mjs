/** Debian's Chromium and Firefox, driven by puppeteer. */
import { debian } from "./tools.mjs";

/** Its flags keep Chromium off the network and out of a sandbox that a container has no room for. */
const CHROMIUM = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-precise-memory-info",
];

/** puppeteer is imported when it is asked for: a run installs it first. */
async function launch(browser, executablePath, args) {
  const { default: puppeteer } = await import("puppeteer-core");
  return puppeteer.launch({ browser, executablePath, args, headless: true, protocolTimeout: 300_000 });
}

export const launchChromium = () => launch("chrome", debian.chromium, CHROMIUM);
export const launchFirefox = () => launch("firefox", debian["firefox-esr"], []);
