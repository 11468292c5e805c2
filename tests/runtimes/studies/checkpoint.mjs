/** A training begun in Firefox and ended in Deno has the hash of one that Node took from end to end. */
import { firefox } from "../hosts/browsers.mjs";
import { processes } from "../hosts/processes.mjs";

async function train(host, place, input) {
  const opened = await host.open();
  try {
    return await opened.call(place, { program: "checkpoint", input });
  } finally {
    await opened.close();
  }
}

export const checkpoint = {
  title: "a checkpoint of Firefox goes on",
  places: ["Deno"],
  needs: ["Firefox"],
  async study({ call }, place) {
    const { bytes, hash: half } = await train(firefox, "Firefox, page", { epochs: 4 });
    const { hash } = await call(place, { program: "checkpoint", input: { epochs: 5, from: bytes } });
    const { hash: whole } = await train(processes[0], "Node 20", { epochs: 9 });
    if (half === whole) throw new Error("the second half has changed nothing");
    if (hash !== whole) throw new Error(`expected ${whole}, as Node gets it in one go, but got ${hash}`);
    return `${bytes.length} bytes, the same hash as Node's in one go`;
  },
};
