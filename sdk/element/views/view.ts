/** What a view is to the lab: it is made once, laid out at the real width, and its `d`s are patched in every frame. */
import type { FigureSpec } from "../../figureSpec.js";
import type { ViewId, ViewOptions } from "../state/state.js";
import type { Numbers } from "../strings/numbers.js";
import type { Text } from "../strings/text.js";
import type { NetFrame, NetReady } from "../worker/protocol.js";

/** One net at one step, with what was known before its first. */
export interface Seen {
  readonly step: number;
  readonly ready: NetReady;
  readonly frame: NetFrame;
  /** Before training. */
  readonly first: NetFrame;
}

export interface ViewContext {
  /** Whose it is: colours and names follow from it. */
  readonly net: "a" | "b";
  readonly text: Text;
  readonly numbers: Numbers;
  readonly options: () => ViewOptions;
  /** Asks the lab for other options; the next frame has them. */
  readonly change: (options: Partial<ViewOptions>) => void;
}

/** One view of one net. */
export interface LiveView {
  readonly root: Element;
  /** @param width  CSS pixels: the viewBox is as wide, so type keeps its size. */
  layout(width: number): void;
  draw(seen: Seen): void;
  /** Another run begins. */
  reset(): void;
  /** What is drawn, for exports and for those who do not see it: the same numbers as the last frame's. */
  figure(): FigureSpec;
}

export interface ViewRow {
  readonly id: ViewId;
  /** It shows the same for both nets of a lab, so that once is enough. */
  readonly shared: boolean;
  readonly create: (context: ViewContext) => LiveView;
}
