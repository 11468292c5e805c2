/** A million inferences: linear memory the same to the byte, the heap back where it was. */
const INFERENCES = 1_000_000;
/** What waits for the collector comes and goes; a leak of one answer of 40 bytes a call would be 20 MB. */
const HEAP_SLACK = 8_000_000;

export const memory = {
  title: "a million inferences, memory flat",
  places: ["Node 20", "Deno", "Chromium, page"],
  async study({ call }, place) {
    const { middle, end } = await call(place, { program: "inferences", input: INFERENCES });
    if (middle.bytes !== end.bytes || middle.used !== end.used)
      throw new Error(`linear memory went from ${middle.used} to ${end.used} bytes`);
    if (middle.heap === null) throw new Error("expected a runtime that tells its heap");
    if (end.heap - middle.heap > HEAP_SLACK) throw new Error(`the heap went from ${middle.heap} to ${end.heap} bytes`);
    return `${end.bytes / 1024} KiB linear, heap ${((end.heap - middle.heap) / 1e6).toFixed(1)} MB more than half-way`;
  },
};
