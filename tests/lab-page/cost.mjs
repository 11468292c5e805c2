/** What a page costs in CPU time of its main thread, which a busy machine does not change. */

/** Seconds that the main thread has worked for, from the call on: each call of the answer says so. */
export async function cpuClock(tab) {
  const session = await tab.createCDPSession();
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value;
  };
}

/** ms of the longest task of the page's main thread while `act` runs, by its own CPU time. */
export async function longestTask(tab, act) {
  await tab.tracing.start({ categories: ["toplevel"] });
  const acted = await Promise.allSettled([act()]);
  const trace = await tab.tracing.stop();
  for (const { status, reason } of acted) if (status === "rejected") throw reason;
  const { traceEvents } = JSON.parse(new TextDecoder().decode(trace));
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(({ pid, tid, tdur }) => tdur !== undefined && main.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error("the trace has no task with its CPU time");
  return Math.max(...tasks.map(({ tdur }) => tdur)) / 1000;
}
