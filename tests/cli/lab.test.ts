/** @module-tag package */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileOf } from "../../sdk/cli/staticServer.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

async function start(): Promise<{ child: ChildProcess; origin: string; printed: string }> {
  const child = spawn(process.execPath, [cli, "lab", "--port", "0", "--open", "no"]);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`gradiometer lab ended with exit code ${code}, and served nothing`);
  });
  const [data] = (await Promise.race([once(child.stdout, "data"), ended])) as [Buffer];
  const printed = String(data);
  ended.catch(() => undefined); // when it is told to
  return { child, printed, origin: new URL(/http:\S+/.exec(printed)![0]).origin };
}

describe("gradiometer lab", () => {
  let lab: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => (lab = await start()));
  afterAll(async () => {
    lab.child.kill("SIGINT");
    await once(lab.child, "exit");
  });

  /** The first line of the answer to a request as it stands. */
  async function raw(request: string): Promise<string> {
    const socket = connect(Number(new URL(lab.origin).port), "127.0.0.1");
    socket.write(request);
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    return String(answer).split("\r\n")[0]!;
  }

  it("says where it is and how it ends", () => {
    expect(lab.printed).toMatch(/^The lab is at http:\/\/127\.0\.0\.1:\d+\/lab\/\nCtrl-C ends it\.\n$/);
  });

  it("serves the page and its scripts under their types, with a policy", async () => {
    const types = {
      "/": "text/html",
      "/lab/": "text/html",
      "/lab/slide.html": "text/html",
      "/lab/lab.css": "text/css",
      "/element.js": "text/javascript",
      "/custom-elements.json": "application/json",
      "/gradiometer.wasm": "application/wasm",
    };
    for (const [path, type] of Object.entries(types)) {
      const answer = await fetch(lab.origin + path);
      expect([path, answer.status, answer.headers.get("content-type")?.split(";")[0]]).toEqual([path, 200, type]);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      const policy = answer.headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
      expect(policy).not.toMatch(/'unsafe-(eval|inline)'/);
    }
    const head = await fetch(`${lab.origin}/element.js`, { method: "HEAD" });
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(1000);
    expect(await head.text()).toBe("");
  });

  it("gives nothing outside of its folder, and nothing hidden", async () => {
    for (const path of ["/../package.json", "/lab/../../package.json", "/%2e%2e/package.json", "/..%2fpackage.json"])
      expect((await raw(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)).slice(9, 12), path).toBe("404");
    for (const path of ["/.git/config.json", "/lab/.hidden.js", "/cli.d.ts", "/THIRD-PARTY.txt", "/lab\\index.html"])
      expect((await fetch(lab.origin + path.replace("\\", "%5c"))).status, path).toBe(404);
    expect(fileOf("/lab/")).toBe("lab/index.html");
    for (const path of ["//x.js", "/a//b.js", "/../x.js", "/.x.js", "/x", "/x.js\0", "/a\\..\\x.js"])
      expect(fileOf(path), path).toBe(null);
  });

  it("takes GET and HEAD under its own names alone", async () => {
    const answer = await fetch(`${lab.origin}/lab/`, { method: "POST", body: "x".repeat(100_000) });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    for (const host of ["evil.example", "localhost.evil.example", ""])
      expect(await raw(`GET /lab/ HTTP/1.1\r\nhost: ${host}\r\n\r\n`), host).toMatch(/^HTTP\/1\.1 403 /);
    // HTTP/1.0 has no host, and the server goes on.
    expect(await raw("GET /lab/ HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
    expect(await raw("GET http://[/ HTTP/1.1\r\nhost: localhost\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("ends with Ctrl-C, without a word of complaint", async () => {
    const { child } = await start();
    const errors: string[] = [];
    child.stderr!.on("data", (data) => errors.push(String(data)));
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(errors).toEqual([]);
  });

  it("says in one line what is wrong with a port", async () => {
    const run = (port: string) => spawnSync(process.execPath, [cli, "lab", "--port", port], { encoding: "utf8" });
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    expect(run(String(port))).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `gradiometer: port ${port} is taken; give another one, or --port 0 for any that is free\n`,
    });
    taken.close();
    for (const wrong of ["abc", "-1", "65536", "1.5"]) {
      const { status, stderr } = run(wrong);
      expect(status, wrong).toBe(2);
      expect(stderr).toMatch(/^gradiometer: [^\n]*an integer from 0 to 65535[^\n]*\n$/);
    }
  });
});
