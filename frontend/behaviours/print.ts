/** `data-prints` on a button: opens what the browser prints with. */
export function prints(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    (event) => {
      if ((event.target as Element).closest("[data-prints]")) print();
    },
    { signal },
  );
}
