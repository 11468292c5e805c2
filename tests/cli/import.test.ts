/** @module-tag package */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const golden = `${root}tests/golden/import/`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-import-"));
  const rows = Array.from({ length: 40 }, (_, i) => [i % 7, (i * 3) % 5, (i * 5) % 11, i % 3, i % 3]);
  writeFileSync(join(folder, "data.csv"), `x1,x2,x3,x4,label\n${rows.map((row) => row.join()).join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gradiometer(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}dist/cli.js`, ...args], {
    encoding: "utf8",
    cwd: folder,
  });
  return { status, stdout, stderr };
}

describe("gradiometer import", () => {
  it("shows what every layer is here", () => {
    const { status, stdout, stderr } = gradiometer("import", `${golden}mlp-batchnorm.onnx`);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("mlp-batchnorm.onnx: an ONNX model");
    expect(stdout).toMatch(/\/1\/BatchNormalization +BatchNormalization +layers\.0\.norm/);
    expect(stdout).toContain('lab.mlp({"sizes":[4,8,3],"activation":"relu"');
  });

  it("reads every format", () => {
    for (const file of ["sd.pt", "sd.safetensors", "dense.model.json", "dense.keras", "dense.h5"])
      expect(gradiometer("import", golden + file)).toMatchObject({ status: 0, stderr: "" });
  });

  it("names what has no counterpart, and ends with 1", () => {
    const { status, stdout } = gradiometer("import", `${golden}conv.onnx`);
    expect(status).toBe(1);
    expect(stdout).toContain("/c/Conv (Conv): a convolution; record a trace instead.");
  });

  it("writes configuration and parameters", () => {
    const { status } = gradiometer(
      "import",
      `${golden}gru.onnx`,
      "--json",
      "net.json",
      "--safetensors",
      "weights.safetensors",
    );
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, "net.json"), "utf8"))).toMatchObject({
      name: "gru",
      config: { cell: "gru", hidden: 8 },
    });
    expect(gradiometer("import", "weights.safetensors").stdout).toContain(
      '"inputs":3,"hidden":8,"outputs":2,"cell":"gru"',
    );
  });

  it("says how it was trained, and what was noted", () => {
    const { stdout } = gradiometer("import", `${golden}dense.keras`);
    const text = stdout.replace(/\s+/g, " ");
    expect(text).toContain('Trained with {"loss":"cross-entropy","optimizer":{"kind":"adam","learningRate":0.002');
    expect(text).toContain('Note: "head" is left out, since cross-entropy contains the softmax: outputs are logits.');
  });

  it("writes nothing of a net that it cannot be, nor over the file that it reads", () => {
    const refused = gradiometer("import", `${golden}conv.onnx`, "--json", "conv.json");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^gradiometer: nothing was written; .*conv.onnx: \/c\/Conv: a convolution/);
    expect(existsSync(join(folder, "conv.json"))).toBe(false);
    writeFileSync(join(folder, "own.onnx"), readFileSync(`${golden}gru.onnx`));
    expect(gradiometer("import", "own.onnx", "--json", "own.onnx").status).toBe(2);
    expect(readFileSync(join(folder, "own.onnx"))).toEqual(readFileSync(`${golden}gru.onnx`));
  });

  it("the files beside a model.json are read with it, and named when they are not there", () => {
    writeFileSync(join(folder, "model.json"), readFileSync(`${golden}dense.model.json`));
    expect(gradiometer("import", "model.json")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/dense.weights.bin: there is no such file|dense.weights.bin/) as string }); // prettier-ignore
    writeFileSync(join(folder, "half.json"), '{"format":"layers-model","modelTopology":{');
    expect(gradiometer("import", "half.json").stderr).toBe("gradiometer: half.json: model.json is no JSON\n");
  });

  it("other files are named, with what to do", () => {
    writeFileSync(join(folder, "array.npy"), "\x93NUMPY\x01\x00", "latin1");
    expect(gradiometer("import", "array.npy")).toMatchObject({ status: 2, stderr: "gradiometer: array.npy is a NumPy array (.npy); save tables as CSV, networks as safetensors\n" }); // prettier-ignore
    expect(gradiometer("import", "data.csv").stderr).toMatch(
      /data.csv is no ONNX, PyTorch, safetensors, Keras or TensorFlow.js file/,
    );
    expect(gradiometer("import", `${golden}whole-module.pt`).stderr).toMatch(
      /torch.nn.modules.container.Sequential.*save model.state_dict/,
    );
    expect(gradiometer("import", `${golden}gru.onnx`, "--activation", "relu").stderr).toMatch(
      /leave --activation and --output out/,
    );
  });
});

describe("gradiometer doctor with a network of another framework", () => {
  const trained = [
    "--loss",
    "cross-entropy",
    "--optimizer",
    "adam:0.01",
    "--epochs",
    "3",
    "--seeds",
    "1",
    "--remedies",
    "none",
  ];

  it.each([[[]], [["--from-weights"]]])("examines it %s", (more) => {
    const { status, stdout, stderr } = gradiometer("doctor", `${golden}mlp-relu.onnx`, "data.csv", ...trained, ...more);
    expect(stderr).toBe("");
    expect([0, 1]).toContain(status);
    expect(stdout).toContain("mlp-relu");
  });

  it("says what is missing, and what is too much", () => {
    expect(gradiometer("doctor", `${golden}mlp-relu.onnx`, "data.csv").stderr).toBe(
      `gradiometer: ${golden}mlp-relu.onnx is an ONNX model, which does not say how it is trained; add --loss cross-entropy (or another) --optimizer adam:0.01 (or another) --epochs 100 (as many as you train)\n`,
    );
    expect(gradiometer("doctor", `${golden}residual.onnx`, "data.csv", ...trained)).toMatchObject({ status: 2, stderr: expect.stringMatching(/\/Add: two branches are added/) as string }); // prettier-ignore
    writeFileSync(join(folder, "own.json"), `{ "name": "own", "config": { "sizes": [4, 3] }, "training": {} }`);
    expect(gradiometer("doctor", "own.json", "data.csv", "--loss", "cross-entropy").stderr).toMatch(
      /--loss: for networks of other frameworks/,
    );
    expect(gradiometer("doctor", `${golden}mlp-relu.onnx`, "data.csv", "--optimizer", "adam").stderr).toMatch(/give kind and rate, such as adam:0.01/); // prettier-ignore
  });
});
