/** A fake window around a map: jsdom has no layout, so tests set its size and turn it. */
import { vi } from "vitest";

let notifyResize: () => void;

const setWidth = (pixels: number) => vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(pixels);

/** A window of 700 pixels, of a person who prefers reduced motion or not. */
export function openWindow(motion: { isReduced: boolean }): void {
  vi.stubGlobal("matchMedia", () => ({ matches: motion.isReduced }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(then: () => void) {
        notifyResize = then;
      }
      observe() {}
      disconnect() {}
    },
  );
  setWidth(700);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(700);
}

/** Turns the window; it is so many pixels wide then. */
export function turnWindow(pixels: number): void {
  setWidth(pixels);
  notifyResize();
}
