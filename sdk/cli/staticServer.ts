/** Serves the files of one folder to browsers of this machine. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname } from "node:path";

/** Ending → type; what is not here is not served. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

/** A page of another site may lead a name of its own here; who asks under such a name gets nothing. */
const HOSTS = ["localhost", "127.0.0.1"];

/** What the lab's page needs and no more: its scripts, the core's compilation, a worker from a Blob, pictures of its figures. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
  // These files are public: a deck of slides on another port may load them, with their integrity.
  "access-control-allow-origin": "*",
};

/** Letters, digits and a few marks, no dot in front: no way out of the folder, and no file that is hidden. */
const SEGMENT = /^[A-Za-z0-9_-][\w.-]*$/;

/** The file that a path asks for, relative to the folder; null where it asks for none. */
export function fileOf(pathname: string): string | null {
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  const segments = path.slice(1).split("/");
  return extname(path) in TYPES && segments.every((segment) => SEGMENT.test(segment)) ? segments.join("/") : null;
}

function hostOf({ headers: { host = "" } }: IncomingMessage): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}

function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8" }).end(`${message}\n`);
}

async function answer(folder: URL, start: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!HOSTS.includes(hostOf(request))) {
    say(response, 403, `Ask for ${HOSTS.join(" or ")}.`);
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    response.setHeader("connection", "close"); // and nobody reads the body
    say(response, 405, "There are only files here: GET or HEAD.");
    return;
  }
  const target = request.url ?? "";
  if (!target.startsWith("/") || !URL.canParse(target, "http://localhost")) {
    say(response, 400, "This is not an address.");
    return;
  }
  const { pathname } = new URL(target, "http://localhost"); // without any ..
  if (pathname === "/") {
    response.writeHead(302, { ...HEADERS, location: start }).end();
    return;
  }
  const file = fileOf(pathname);
  try {
    if (file === null) throw new Error("not a file for a page");
    const bytes = await readFile(new URL(file, folder));
    const headers = { ...HEADERS, "content-type": TYPES[extname(file)]!, "content-length": bytes.length };
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : bytes);
  } catch {
    say(response, 404, `There is no ${pathname} here.`);
  }
}

/**
 * Listens on 127.0.0.1.
 *
 * @param folder  ends in "/".
 * @param start   where "/" leads.
 * @param port    0 for one that is free.
 * @throws the error of `listen`, such as EADDRINUSE
 */
export async function serveFolder(folder: URL, start: string, port: number): Promise<Server> {
  const server = createServer((request, response) => void answer(folder, start, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
