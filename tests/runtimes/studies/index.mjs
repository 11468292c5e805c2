/**
 * What is studied beyond the suite. A study has a `title`, the `places` where it is made, `needs`, other runtimes that it
 * asks, and `study(host, place)`, which throws or says what it found.
 */
import { checkpoint } from "./checkpoint.mjs";
import { edge } from "./edge.mjs";
import { exampleStudies } from "./examples.mjs";
import { memory } from "./memory.mjs";
import { onnx } from "./onnx.mjs";
import { peers } from "./peers.mjs";

export const studies = [memory, checkpoint, edge, onnx, peers, ...exampleStudies];
