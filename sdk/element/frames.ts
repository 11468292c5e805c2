/** When a lab is drawn: with the page's next frame, in view alone, and not more often than the reader likes. */

/** With reduced motion a figure changes at most four times a second: ms between two. */
export const CALM = 250;

export const reduced = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Frames {
  readonly #inView: IntersectionObserver;
  #visible = false;
  #frame = 0;
  #late: ReturnType<typeof setTimeout> | undefined;
  #unacknowledged = 0;

  /**
   * @param draw     what came last, and how many frames that were.
   * @param appear   it came into view.
   */
  constructor(
    element: HTMLElement,
    private readonly draw: (frames: number) => void,
    appear: () => void,
  ) {
    this.#inView = new IntersectionObserver(([entry]) => {
      this.#visible = entry?.isIntersecting ?? true;
      if (!this.#visible) return;
      appear();
      if (this.#unacknowledged > 0) this.schedule(0);
    });
    this.#inView.observe(element);
  }

  get visible(): boolean {
    return this.#visible;
  }

  /** A frame came: it is drawn with the page's next one, and then acknowledged, so that a slow page slows the worker down. */
  schedule(more = 1): void {
    this.#unacknowledged += more;
    if (this.#frame !== 0 || !this.#visible) return;
    this.#frame = requestAnimationFrame(() => {
      if (reduced()) this.#late = setTimeout(this.#show, CALM);
      else this.#show();
    });
  }

  end(): void {
    this.#inView.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#late);
  }

  readonly #show = (): void => {
    const frames = this.#unacknowledged;
    this.#frame = this.#unacknowledged = 0;
    this.draw(frames);
  };
}
