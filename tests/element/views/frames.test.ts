/** When a lab is drawn, on a page whose frames, clock and sight the test moves. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CALM, Frames, reduced } from "../../../sdk/element/frames.js";

/** What stands for the page. */
const page: { see: (entry?: { isIntersecting: boolean }) => void; watched: unknown[]; calm: boolean } = {
  see: () => undefined,
  watched: [],
  calm: false,
};
let next: (() => void)[] = [];
let cancelled: number[] = [];

class Observer {
  constructor(see: (entries: unknown[]) => void) {
    page.see = (entry) => see(entry ? [entry] : []);
  }
  observe(element: unknown): void {
    page.watched.push(element);
  }
  disconnect(): void {
    page.watched = [];
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: page.calm && query === "(prefers-reduced-motion: reduce)",
  }));
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => next.push(draw));
  vi.stubGlobal("cancelAnimationFrame", (frame: number) => cancelled.push(frame));
  [next, cancelled, page.watched, page.calm] = [[], [], [], false];
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function made() {
  const drawn: number[] = [];
  let appeared = 0;
  const element = {} as HTMLElement;
  const frames = new Frames(
    element,
    (count) => drawn.push(count),
    () => appeared++,
  );
  return { frames, drawn, element, appeared: () => appeared };
}

describe("a lab's frames", () => {
  it("are drawn together with the page's next one, in view alone", () => {
    const { frames, drawn, element, appeared } = made();
    expect([page.watched, frames.visible]).toEqual([[element], false]);
    frames.schedule();
    frames.schedule();
    expect(next).toHaveLength(0);
    page.see({ isIntersecting: false });
    expect([next.length, appeared()]).toEqual([0, 0]);
    page.see({ isIntersecting: true });
    expect([next.length, appeared(), frames.visible]).toEqual([1, 1, true]);
    frames.schedule();
    expect([next.length, drawn]).toEqual([1, []]);
    next[0]!();
    expect(drawn).toEqual([3]);
    frames.schedule(0);
    next[1]!();
    expect(drawn).toEqual([3, 0]);
    page.see({ isIntersecting: true }); // nothing came since
    expect([next.length, appeared()]).toEqual([2, 2]);
  });

  it("are drawn where nothing can be said of sight", () => {
    const { frames } = made();
    page.see();
    expect(frames.visible).toBe(true);
  });

  it("are at most four a second where the reader wants less motion", () => {
    page.calm = true;
    expect([reduced(), CALM]).toEqual([true, 250]);
    const { frames, drawn } = made();
    page.see({ isIntersecting: true });
    frames.schedule();
    next[0]!();
    vi.advanceTimersByTime(249);
    frames.schedule();
    expect([drawn, next.length]).toEqual([[], 1]);
    vi.advanceTimersByTime(1);
    expect(drawn).toEqual([2]);
  });

  it("end with the lab: those that wait are not drawn", () => {
    page.calm = true;
    const { frames, drawn } = made();
    page.see({ isIntersecting: true });
    frames.schedule();
    next[0]!();
    frames.end();
    vi.advanceTimersByTime(1000);
    expect([drawn, page.watched, cancelled]).toEqual([[], [], [1]]);
  });
});
