/** A page for one test file, with what browsers have and jsdom has not. */

if ("isTaken" in globalThis) throw new Error("Two test files share a page: what one leaves there fails the other.");
Object.assign(globalThis, { isTaken: true });

if (!globalThis.CSS?.escape) {
  Object.assign(globalThis, {
    CSS: { escape: (text: string) => text.replace(/[^\w-]/g, (letter) => `\\${letter}`) },
  });
}
