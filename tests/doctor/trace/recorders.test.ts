/** The recorders in Python, which nothing here can run: that they compile, and that the traces of this folder are theirs. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { folder } from "./files.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What stamp.py noted when the traces were recorded. */
const recorders = Object.entries(
  JSON.parse(readFileSync(`${folder}recorders.json`, "utf8")) as Record<string, { sha256: string; traces: string[] }>,
);

it("are the one for PyTorch and the one for Keras", () => {
  expect(recorders.map(([path]) => path)).toEqual([
    "examples/keras/gradiometer_trace.py",
    "examples/pytorch/gradiometer_trace.py",
  ]);
});

it.each(recorders)(
  "%s recorded the traces here; if it was changed: python record.py, or recordKeras.py",
  (path, noted) => {
    expect(
      createHash("sha256")
        .update(readFileSync(`${root}${path}`))
        .digest("hex"),
    ).toBe(noted.sha256);
    for (const traces of noted.traces) expect(existsSync(`${folder}${traces}`), traces).toBe(true);
  },
);

it("all Python compiles, where there is a Python", () => {
  const places = ["examples/pytorch", "examples/keras", "tests/doctor/trace"];
  const files = places.flatMap((place) =>
    readdirSync(`${root}${place}`)
      .filter((file) => file.endsWith(".py"))
      .map((file) => `${root}${place}/${file}`),
  );
  expect(files.length).toBeGreaterThan(10);
  // compile() as py_compile does it, without a file of its own beside each.
  const program =
    "import sys\nfor path in sys.argv[1:]:\n    compile(open(path, encoding='utf-8').read(), path, 'exec')";
  const { error, status, stderr } = spawnSync("python3", ["-c", program, ...files], { encoding: "utf8" });
  if (error !== undefined && "code" in error && error.code === "ENOENT") return; // a contributor needs Node alone
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
