/** The decision map: what the net says over the plane of its inputs, and the points. Grey: it says nothing. */
import { html } from "../dom.js";
import { MAP, MAP_BROKEN } from "../worker/protocol.js";

export interface Plane {
  readonly x: Float32Array;
  readonly labels: Uint8Array;
  readonly bounds: readonly [number, number, number, number];
}

type Colour = readonly [number, number, number];
/** Orange is the first class, blue the second; grey stands between them, so that colour is where the net is sure. */
const FIRST: Colour = [240, 140, 60];
const SECOND: Colour = [74, 152, 235];
const UNSURE: Colour = [214, 214, 214];
const INKS = ["#7a2f00", "#0a2f6b"] as const;

/** Each side fades to grey: a blend of the two colours would pass through a green that means nothing. */
function colourOf(value: number): Colour {
  if (value === MAP_BROKEN) return [120, 120, 120];
  const lead = value / 127 - 1;
  const sure = Math.min(Math.abs(lead), 1);
  const side = lead < 0 ? FIRST : SECOND;
  const faded = (channel: 0 | 1 | 2): number => Math.round(UNSURE[channel] + sure * (side[channel] - UNSURE[channel]));
  return [faded(0), faded(1), faded(2)];
}

const COLOURS = Array.from({ length: 256 }, (_, value) => colourOf(value));

export class MapView {
  readonly root = html("canvas", { part: "figure", class: "map" });
  readonly #cells = document.createElement("canvas");
  readonly #pixels: ImageData;
  readonly #context: CanvasRenderingContext2D;
  #size = 0;
  #plane: Plane | null = null;
  #map: Uint8Array | null = null;

  constructor() {
    this.#cells.width = this.#cells.height = MAP;
    this.#context = this.#cells.getContext("2d")!;
    this.#pixels = this.#context.createImageData(MAP, MAP);
  }

  /** @param size  CSS pixels of the edge */
  layout(size: number): void {
    const wanted = Math.round(size * (window.devicePixelRatio || 1));
    if (wanted === this.#size) return;
    this.#size = this.root.width = this.root.height = wanted;
    this.#paint();
  }

  reset(plane: Plane | null): void {
    this.#plane = plane;
    this.#map = null;
    this.root.hidden = plane === null;
  }

  draw(map: Uint8Array | null, label: string): void {
    if (this.root.getAttribute("aria-label") !== label) {
      this.root.setAttribute("role", "img");
      this.root.setAttribute("aria-label", label);
    }
    if (!map) return;
    this.#map = map;
    this.#paint();
  }

  #paint(): void {
    const context = this.root.getContext("2d");
    if (!context || !this.#plane || this.#size === 0) return;
    const { x, labels, bounds } = this.#plane;
    const [x0, x1, y0, y1] = bounds;
    const size = this.#size;
    if (this.#map) {
      const { data } = this.#pixels;
      this.#map.forEach((value, cell) => {
        const [red, green, blue] = COLOURS[value]!;
        data.set([red, green, blue, 255], 4 * cell);
      });
      this.#context.putImageData(this.#pixels, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#cells, 0, 0, size, size);
    }
    const radius = Math.max(size / 75, 1.5);
    context.lineWidth = Math.max(size / 200, 0.75);
    context.strokeStyle = "#ffffff";
    for (let row = 0; row < labels.length; row++) {
      const [px, py] = [((x[2 * row]! - x0) / (x1 - x0)) * size, (1 - (x[2 * row + 1]! - y0) / (y1 - y0)) * size];
      context.fillStyle = INKS[labels[row]! % 2 === 0 ? 0 : 1];
      context.beginPath();
      // Shape as well as colour tells the classes apart.
      if (labels[row]! % 2 === 0) context.arc(px, py, radius, 0, 2 * Math.PI);
      else context.rect(px - radius * 0.9, py - radius * 0.9, radius * 1.8, radius * 1.8);
      context.fill();
      context.stroke();
    }
  }
}
