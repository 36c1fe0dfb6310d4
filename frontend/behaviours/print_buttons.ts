/** `<button data-prints>` opens the browser's print dialog. */
export function printButtons(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    (event) => {
      if ((event.target as Element).closest("[data-prints]")) print();
    },
    { signal },
  );
}
