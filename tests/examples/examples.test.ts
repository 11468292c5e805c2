/** @module-tag package */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { describe, expect, it, vi } from "vitest";
import { readLink } from "../../sdk/element/state/link.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

function run(file: string, ...args: string[]) {
  return spawnSync(process.execPath, [`examples/${file}`, ...args], { cwd: root, encoding: "utf8" });
}

const example = (file: string, ...args: string[]) => run(`node/${file}`, ...args);

describe("examples/node", () => {
  it("train.js trains and shows what flows through every layer", () => {
    const { status, stdout, stderr } = example("train.js");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout.match(/layer \d: ‖δ‖ \d/g)).toHaveLength(6);
    const right = Number(/(\d+) of 400 points/.exec(stdout)?.[1]);
    expect(right).toBeGreaterThan(390);
  });

  it("checkpoint.js saves, reloads and goes on with the same bits", () => {
    const folder = mkdtempSync(join(tmpdir(), "gradiometer-"));
    const { status, stdout, stderr } = example("checkpoint.js", join(folder, "net.safetensors"));
    const files = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const [saved, wentOn, reloaded, wentOnAgain] = stdout.split("\n").map((line) => line.slice(9));
    expect(saved).toMatch(/step 225 {2}[0-9a-f]{64}/);
    expect(reloaded).toBe(saved);
    expect(wentOn).toMatch(/step 450 {2}[0-9a-f]{64}/);
    expect(wentOnAgain).toBe(wentOn);
    expect(files).toEqual(["net.safetensors"]);
  });

  it("checkpoint.js says in one line that it cannot write", () => {
    const { status, stdout, stderr } = example("checkpoint.js", join(tmpdir(), "gradiometer-nowhere", "net"));
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^checkpoint\.js: ENOENT[^\n]+\n$/);
  });

  // All of it, and the guide's excerpt, are held by scripts/checkStart.mjs.
  it("digits.js, the main job, comes out as foreseen at chosen depths", () => {
    const { status, stdout, stderr } = example("digits.js", "--depths", "2,5", "--seeds", "1");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/sigmoid 5 .* stuck at chance/);
    expect(stdout).toMatch(/tanh 5 Glorot .* trains/);
    expect(stdout).toMatch(/All \d claims came out as expected/);
    expect(stdout).toContain("CC BY 4.0");
    expect(stdout).not.toContain("\u001b");
    expect(status).toBe(0);
  });

  it("digits.js refuses a wrong depth in one line", () => {
    const { status, stdout, stderr } = example("digits.js", "--depths", "1");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^digits\.js: [^\n]+\n$/);
  });
});

/** A program in JavaScript, whose types nobody wrote down. */
const program = async <T>(file: string) => (await import(`${root}examples/${file}`)) as T;

describe("examples/deno", () => {
  it("draws ‖δ‖ per layer, and says what is wrong with a request", async () => {
    const { handler } = await program<{ handler(request: Request): Response }>("deno/main.js");
    const get = (query: string, init?: RequestInit) => handler(new Request(`http://localhost/${query}`, init));
    const drawn = get("?depth=20&activation=sigmoid&init=standard");
    expect(drawn.headers.get("content-type")).toBe("image/svg+xml");
    expect(await drawn.text()).toMatch(/^<svg .*sigmoid, standard: 20 layers.*<\/svg>$/s);
    expect(await get("").text()).toContain("tanh, glorot-uniform: 10 layers");
    for (const query of ["?depth=0", "?depth=1e9", "?activation=sine", "?init=%3Cb%3E"])
      expect(get(query).status, query).toBe(400);
    expect(await get("?activation=sine").text()).toMatch(/^activation.*: expected .*"sine"/);
    expect(get("", { method: "POST" }).status).toBe(405);
  });

  it("maps the imports to built entries", () => {
    const { imports } = JSON.parse(readFileSync(`${root}examples/deno/deno.json`, "utf8")) as {
      imports: Record<string, string>;
    };
    for (const target of Object.values(imports)) expect(existsSync(join(root, "examples/deno", target))).toBe(true);
  });
});

describe("examples/edge", () => {
  interface Answer {
    output?: number[];
    losses?: number[];
    clippedFraction?: number;
    parameters?: Record<string, number[]>;
    hash?: string;
    error?: string;
    code?: string;
  }
  const x = [0, 1, 1, 0, 0.5, -0.5, -1, 0.25];
  const y = [1, 0, 0, 1, 0, 1, 1, 0];
  const config = { sizes: [2, 16, 2], activation: "relu", init: { kind: "normal", std: 2 }, seed: 3 } as const;

  async function post(path: string, body: unknown, method = "POST"): Promise<Answer & { status: number }> {
    const { default: worker } = await program<{ default: { fetch(request: Request): Promise<Response> } }>(
      "edge/worker.js",
    );
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const init = method === "POST" ? { method, body: text } : { method };
    const response = await worker.fetch(new Request(`http://localhost${path}`, init));
    return { status: response.status, ...((await response.json()) as Answer) };
  }

  it("trains k clipped steps and predicts: the bits of the same net here", async () => {
    const first = await post("/train", { config, x, y, steps: 5 });
    const { parameters } = first;
    const second = await post("/train", { config, parameters, x, y, steps: 5 });
    const predicted = await post("/predict", { config, parameters: second.parameters, x });

    using network = (await load()).mlp(config);
    const clip = { kind: "norm", limit: 1 } as const;
    const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, clip });
    const losses = Array.from({ length: 10 }, () => trainer.step(x, y));
    expect([...first.losses!, ...second.losses!]).toEqual(losses);
    expect(first.clippedFraction).toBeGreaterThan(0);
    expect(second.hash).toBe(network.hash());
    expect(predicted.output).toEqual([...network.forward(x)]);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  });

  it("refuses what it cannot use, with a status and a reason", async () => {
    expect(await post("/predict", { config: { sizes: [2] }, x })).toMatchObject({ status: 400, code: "BAD_OPTION" });
    expect(await post("/predict", { config, x: [1] })).toMatchObject({ status: 400, code: "BAD_SHAPE" });
    const parameters = { "layers.0.bias": Array(16).fill(null) };
    expect(await post("/predict", { config, parameters, x })).toMatchObject({ status: 400 });
    expect(await post("/train", { config, x, y, steps: 1e9 })).toMatchObject({ status: 400 });
    expect(await post("/predict", "no JSON")).toMatchObject({ status: 400, error: "body: expected JSON" });
    expect(await post("/predict", "null")).toMatchObject({ status: 400 });
    for (const wrong of [[], null, 1, "layers.0.bias"])
      expect(await post("/predict", { config, parameters: wrong, x })).toMatchObject({
        status: 400,
        error: "parameters: expected an object of { name: numbers }",
      });
    expect(await post("/predict", " ".repeat(1_000_001))).toMatchObject({ status: 413 });
    expect(await post("/elsewhere", {})).toMatchObject({ status: 404 });
    expect(await post("/train", "", "GET")).toMatchObject({ status: 405 });
  });

  it("reads no more of a body than it may, and no more rows than it can", async () => {
    const { default: worker } = await program<{ default: { fetch(request: Request): Promise<Response> } }>(
      "edge/worker.js",
    );
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const init = { method: "POST", body: endless, duplex: "half" } as RequestInit;
    expect((await worker.fetch(new Request("http://localhost/predict", init))).status).toBe(413);
    expect(pulled).toBeLessThan(1_500_000);
    const rows = (count: number, sizes: number[]) =>
      post("/predict", { config: { sizes }, x: Array(count * sizes[0]!).fill(0) });
    expect(await rows(10_000, [1, 1])).toMatchObject({ status: 200 });
    expect(await rows(10_001, [1, 1])).toMatchObject({
      status: 413,
      error: "x: expected at most 10000 rows, but got 10001",
    });
    expect(await rows(10_000, [1, 500, 500, 1])).toMatchObject({
      status: 413,
      error: "x: expected at most 4990 rows for this net, but got 10000",
    });
  });

  it("refuses a net too large for it before there is one, and leaves sizes that are none to the library", async () => {
    const predict = (sizes: unknown) => post("/predict", { config: { sizes }, x: Array(999).fill(0) });
    expect(await predict([2, 30_000, 30_000, 2])).toMatchObject({
      status: 413,
      error: "sizes: expected at most 1000000 parameters, but got 900180002",
    });
    expect(await predict([999, 1001])).toMatchObject({ status: 413 });
    expect(await predict(Array(100_001).fill(1))).toMatchObject({
      status: 413,
      error: "sizes: expected at most 1000 layers, but got 100000",
    });
    expect(await predict([999, 1000])).toMatchObject({ status: 200 });
    expect(await predict(Array(1001).fill(1))).toMatchObject({ status: 200 });
    const notSizes = [
      undefined,
      null,
      "30000",
      { length: 1e9 },
      ["30000", 30_000, 30_000],
      [{ valueOf: 1, toString: 1 }, 2],
    ];
    for (const sizes of [...notSizes, [2, 30_000, 30_000, -1e9], [2, null, 2]])
      expect(await predict(sizes), JSON.stringify(sizes)).toMatchObject({ status: 400, code: "BAD_OPTION" });
    expect(await post("/predict", { config: null, x })).toMatchObject({ status: 400 });
    expect(await post("/predict", { x })).toMatchObject({ status: 400 });
  });
});

describe("examples/bun", () => {
  it("recurrent.ts shows what is left of the error at the first step, before and after training", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await import("../../examples/bun/recurrent.js");
    const printed = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    expect(printed).toHaveLength(4);
    const [small, orthogonal, large] = printed.slice(1).map((line) => Number(/\d\.\de[+-]\d+/.exec(line)?.[0]));
    expect(small).toBeLessThan(1e-4);
    expect(orthogonal).toBeGreaterThan(1e-3);
    expect(orthogonal).toBeLessThan(10);
    expect(large).toBeGreaterThan(10);
    for (const line of printed.slice(1)) expect(line).toMatch(/(9\d|100) % right {3}[0-9a-f]{16}$/);
  });
});

describe("examples/browser", () => {
  const page = readFileSync(`${root}examples/browser/index.html`, "utf8");

  it("is one file whose imports are built entries", () => {
    const map = /<script type="importmap">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
    const { imports } = JSON.parse(map) as { imports: Record<string, string> };
    for (const target of Object.values(imports)) expect(existsSync(join(root, "examples/browser", target))).toBe(true);
    const imported = [...page.matchAll(/from "([^"]+)"/g)].map(([, name]) => name!);
    expect(imported.sort()).toEqual(Object.keys(imports).sort());
    expect(page).not.toMatch(/(src|href)="(?!data:)|url\(|https?:/);
  });

  it("fits one screen, for it is the smallest page that uses the core", () => {
    expect(page.split("\n").length).toBeLessThanOrEqual(60);
  });
});

describe("examples/lab", () => {
  const pages = readdirSync(`${root}examples/lab`).filter((name) => name.endsWith(".html"));

  it("are pages without a script or a style inside them, so that a strict policy lets them", () => {
    expect(pages).toEqual(expect.arrayContaining(["embed.html", "index.html", "slide.html", "tour.html"]));
    for (const name of pages) {
      const page = readFileSync(`${root}examples/lab/${name}`, "utf8");
      expect(page, name).not.toMatch(
        /<style|style=| on\w+=|<script(?![^>]* src="(?:\.\.\/\.\.\/dist\/element|page)\.js")|https?:/,
      );
      for (const [, target] of page.matchAll(/(?:src|href)="(?!data:)([^"#:]+)/g))
        expect(existsSync(join(root, "examples/lab", target!)), target).toBe(true);
    }
  });

  it("are in the package, beside the scripts that they load", () => {
    for (const name of readdirSync(`${root}examples/lab`)) {
      const text = readFileSync(`${root}dist/lab/${name}`, "utf8");
      expect(text, name).not.toContain("dist/");
      for (const [, target] of text.matchAll(/(?:src|href)="(?!data:)([^"#:]+)/g))
        expect(existsSync(join(root, "dist/lab", target!)), target).toBe(true);
    }
  });

  it("speak of states that the element reads", () => {
    const states = pages.flatMap((name) => [
      ...readFileSync(`${root}examples/lab/${name}`, "utf8").matchAll(/#(v=1&(?:amp;)?[^"…]+)"/g),
    ]);
    expect(states.length).toBeGreaterThan(1);
    for (const [, state] of states) expect(readLink(state!.replaceAll("&amp;", "&"), DEFAULT_STATE).mode).toBe("slide");
  });
});

describe("examples/serve.js", () => {
  it("serves pages, modules and binaries of the clone and nothing outside", async () => {
    const child = spawn(process.execPath, ["examples/serve.js", "0"], { cwd: root });
    try {
      const [printed] = (await once(child.stdout, "data")) as [Buffer];
      const origin = new URL(String(printed)).origin;
      const type = async (path: string) => {
        const { status, headers } = await fetch(origin + path);
        return status === 200 ? headers.get("content-type") : status;
      };
      expect(await type("/examples/browser/")).toMatch(/^text\/html/);
      expect(await type("/dist/browser.js")).toBe("text/javascript");
      expect(await type("/dist/gradiometer.wasm")).toBe("application/wasm");
      for (const path of ["/LICENSE", "/%2e%2e/x.js", "/..%2fx.js", "/.git/config"])
        expect(await type(path), path).toBe(404);

      const { status, headers } = await fetch(origin, { redirect: "manual" });
      expect([status, headers.get("location")]).toEqual([302, "/examples/browser/"]);
      expect((await fetch(`${origin}/dist/browser.js`, { method: "HEAD" })).status).toBe(200);
      expect((await fetch(`${origin}/dist/browser.js`, { method: "POST", body: "x".repeat(1e6) })).status).toBe(405);
      const { hostname, port } = new URL(origin);
      for (const host of ["evil.example", `evil.example:${port}`, "localhost.evil.example", "[", ""]) {
        const socket = connect(Number(port), hostname);
        socket.write(`GET /dist/browser.js HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
        const [answer] = (await once(socket, "data")) as [Buffer];
        expect(String(answer), host).toMatch(/^HTTP\/1\.1 403 /);
        socket.destroy();
      }
      for (const [target, line] of [
        ["//", "HTTP/1.1 400 "],
        ["//x.js", "HTTP/1.1 404 "],
        ["http://[/", "HTTP/1.1 400 "],
        ["http://localhost/LICENSE", "HTTP/1.1 404 "],
        ["/dist/browser.js", "HTTP/1.1 200 "],
      ] as const) {
        const socket = connect(Number(port), hostname);
        socket.write(`GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
        const [answer] = (await once(socket, "data")) as [Buffer];
        expect(String(answer).slice(0, line.length), target).toBe(line);
        socket.destroy();
      }
    } finally {
      child.kill();
    }
  });

  it("refuses what is no port, or one in use, in one line", async () => {
    for (const wrong of ["abc", "-1", "65536", "1.5"])
      expect(run("serve.js", wrong)).toMatchObject({
        status: 2,
        stdout: "",
        stderr: `serve.js: expected a port from 0 to 65535, but got ${wrong}\n`,
      });
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const { status, stdout, stderr } = run("serve.js", String(port));
    taken.close();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^serve\.js: [^\n]*address already in use[^\n]*\n$/);
  });
});
