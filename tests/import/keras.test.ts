import * as hdf5 from "jsfive";
import { describe, expect, it } from "vitest";
import { fromKeras, fromTfjs } from "gradiometer/import";
import { caseOf, difference, fileOf, outputOf, sigmoid, softmax } from "./support/cases.js";

const NEAR = 1e-6;
const same = (values: number[]): number[] => values;

describe("Keras", () => {
  it.each([
    ["dense.keras", (values: number[]) => softmax(values, 3)],
    ["dense.h5", (values: number[]) => softmax(values, 3)],
    ["batch.keras", sigmoid],
    ["batch.h5", sigmoid],
    ["normed.keras", same],
    ["gru.keras", same],
    ["gru.h5", same],
    ["lstm.keras", same],
    ["simple.keras", same],
    ["functional.keras", same],
    ["functional.h5", same],
  ])("%s computes what Keras does", (file, head) => {
    const given = caseOf(`${file.replace(/\.\w+$/, "")}-keras`);
    const imported = fromKeras(fileOf(file), { hdf5 });
    expect(difference(head(outputOf(imported, given)), given.y)).toBeLessThan(NEAR);
  });

  it("loss and optimizer come along, and the head that the loss contains is left out", () => {
    const dense = fromKeras(fileOf("dense.keras"), { hdf5 });
    expect(dense.training).toEqual({
      loss: "cross-entropy",
      optimizer: { kind: "adam", learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    });
    expect(dense.notes.join()).toMatch(/"head" is left out, since cross-entropy contains the softmax/);
    const batch = fromKeras(fileOf("batch.h5"), { hdf5 });
    expect(batch.training).toEqual({
      loss: "binary-cross-entropy",
      optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: false },
    });
    expect(batch.config).toMatchObject({ output: "linear", norm: { kind: "batch", epsilon: 1e-3, momentum: 0.01 } });
    expect(batch.notes.join()).toMatch(/last sigmoid is left out, since binary-cross-entropy contains it/);
  });

  it.each([
    ["residual.keras", "join", /branches that are joined; record a trace instead/],
    ["convolution.keras", "look", /a convolution; record a trace instead/],
  ])("%s is refused by its layer's name", (file, layer, reason) => {
    const { kind, refused } = fromKeras(fileOf(file), { hdf5 });
    expect(kind).toBeNull();
    expect(refused.find((one) => one.layer === layer)?.reason).toMatch(reason);
  });

  it("says what it needs without a reader of HDF5", () => {
    expect(() => fromKeras(fileOf("dense.keras"))).toThrow(/npm install jsfive, and hand in its module/);
    expect(() => fromKeras(fileOf("dense.keras"), { hdf5: {} as never })).toThrow(
      /options.hdf5: expected the package jsfive/,
    );
  });

  it("other files are refused", () => {
    expect(() => fromKeras(fileOf("mlp-relu.onnx"), { hdf5 })).toThrow(/neither an archive/);
    expect(() => fromKeras(fileOf("sd.pt"), { hdf5 })).toThrow(/no config.json/);
  });
});

describe("TensorFlow.js", () => {
  const weights = (name: string) => ({ [`${name}.weights.bin`]: fileOf(`${name}.weights.bin`) });

  it.each([
    ["dense", (values: number[]) => softmax(values, 3)],
    ["lstm", same],
  ])("%s computes what TensorFlow.js does", (name, head) => {
    const given = caseOf(`${name}-tfjs`);
    const model = fileOf(`${name}.model.json`);
    const imported = fromTfjs(model, weights(name));
    expect(difference(head(outputOf(imported, given)), given.y)).toBeLessThan(NEAR);
    expect(fromTfjs(JSON.parse(Buffer.from(model).toString()) as object, fileOf(`${name}.weights.bin`))).toEqual(
      imported,
    );
  });

  it("its GRU is another one, and refused by name", () => {
    expect(fromTfjs(fileOf("gru.model.json"), weights("gru")).refused[0]).toMatchObject({ operator: "GRU" });
  });

  it("paths that lead away, quantised weights, graph models and missing bytes are refused", () => {
    const text = Buffer.from(fileOf("dense.model.json")).toString();
    const wrong = (from: string, to: string) => () => fromTfjs(text.replace(from, to), weights("dense"));
    expect(wrong("dense.weights.bin", "../dense.weights.bin")).toThrow(/leads away from model.json/);
    expect(wrong("dense.weights.bin", "https://example.org/x.bin")).toThrow(/leads away from model.json/);
    expect(wrong('"shape":[4,8],', '"quantization":{"dtype":"uint8"},"shape":[4,8],')).toThrow(/quantised/);
    expect(wrong('"layers-model"', '"graph-model"')).toThrow(/graph model/);
    expect(() => fromTfjs(text, fileOf("lstm.weights.bin"))).toThrow(/bytes, and model.json describes/);
    expect(() => fromTfjs(text, {})).toThrow(/weights: expected the bytes of "dense.weights.bin"/);
  });
});
