/** Workers of the lab: the file of each → the name of its function. They are bundled before the element, which has them inside. */
export const workers = { worker: "workerMain", study: "studyMain" };

/** Each worker's module in the SDK, which exports its program under the name on the left. */
export const workerModules = {
  worker: { module: "element/worker/main", program: "main" },
  study: { module: "element/worker/study", program: "studyMain" },
};
