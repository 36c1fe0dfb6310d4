/** `<form data-submits-itself>`: a choice is enough; its press is there for those who have no scripts. */

export function filters(signal: AbortSignal): void {
  document.addEventListener(
    "change",
    (event) => (event.target as Element).closest<HTMLFormElement>("form[data-submits-itself]")?.requestSubmit(),
    { signal },
  );
}
