/** `<form data-submits-itself>` is sent when a choice changes; its button is there for those without scripts. */
export function autoSubmit(signal: AbortSignal): void {
  document.addEventListener(
    "change",
    (event) => (event.target as Element).closest<HTMLFormElement>("form[data-submits-itself]")?.requestSubmit(),
    { signal },
  );
}
