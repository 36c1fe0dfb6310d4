/** What browsers have and jsdom has not. */

if (!globalThis.CSS?.escape) {
  Object.assign(globalThis, {
    CSS: { escape: (text: string) => text.replace(/[^\w-]/g, (letter) => `\\${letter}`) },
  });
}
