/** The window in which a map stands: no test draws one, so its size is told, and so is its turning. */
import { vi } from "vitest";

let look: () => void;

const wide = (pixels: number) => vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(pixels);

/** A window of 700 pixels, of somebody who wants motion or none. */
export function stand(wanted: { still: boolean }): void {
  vi.stubGlobal("matchMedia", () => ({ matches: wanted.still }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(then: () => void) {
        look = then;
      }
      observe() {}
      disconnect() {}
    },
  );
  wide(700);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(700);
}

/** The window turns, and is so many pixels wide then. */
export function turn(pixels: number): void {
  wide(pixels);
  look();
}
