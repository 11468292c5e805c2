import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradiometer-entry-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An entry whose file was moved by a bundler, which put something of its own in place of the binary's URL. */
async function moved(entry: string, name: string, url: string) {
  const home = join(folder, name);
  cpSync(join(dist, "chunks"), join(home, "chunks"), { recursive: true });
  const text = readFileSync(join(dist, entry), "utf8");
  const changed = text.replaceAll(/new URL\("\.\/gradiometer(-relaxed)?\.wasm",import\.meta\.url\)/g, url);
  expect(changed).not.toBe(text);
  writeFileSync(join(home, entry), changed);
  return (await import(pathToFileURL(join(home, entry)).href)) as { load(): Promise<{ variant: string }> };
}

describe("an entry that a bundler moved", () => {
  it.each([
    ["a path of the site", 'new URL("/_next/static/media/gradiometer.wasm")', /got TypeError: Invalid URL/],
    ["an address of the site", 'new URL("http://localhost/x.wasm")', /the address of a site where a file should be/],
    ["a URL of its own kind", '({ href: "/_next/x.wasm", protocol: "" })', /^\/_next\/x\.wasm: .* address of a site/],
    ["nothing", "undefined", /got TypeError/],
  ])("in Node, given %s, says both ways out", async (name, url, message) => {
    const { load } = await moved("node.js", name, url);
    const error: unknown = await load().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "BAD_FILE", message: expect.stringMatching(message) as string });
    expect((error as Error).message).toMatch(
      /gradiometer\/inline.*serverExternalPackages: \["gradiometer"\].*--external/,
    );
  });

  it("in a browser that Node plays, the binary is read from the disk", async () => {
    const { load } = (await import(pathToFileURL(join(dist, "browser.js")).href)) as {
      load(): Promise<{ variant: string }>;
    };
    expect((await load()).variant).toBe("simd");
  });

  it("and what is not there is said, as of a server", async () => {
    const { load } = await moved("browser.js", "gone", 'new URL("./nowhere.wasm",import.meta.url)');
    await expect(load()).rejects.toMatchObject({
      code: "BAD_FILE",
      message: expect.stringMatching(/nowhere\.wasm: .*ENOENT.*gradiometer\/inline/) as string,
    });
  });
});
