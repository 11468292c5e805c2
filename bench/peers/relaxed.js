/** The same with fused multiply-adds; the runner starts it on a Node that has them. */
import { tasksOf } from "./gradiometer.js";

export const version = `on Node ${process.versions.node}`;
export const { training, inference } = tasksOf("relaxed");
