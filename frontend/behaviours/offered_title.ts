/**
 * A proposal's title follows its text as one types, until one writes one's own: the server offers it with the route
 * (`#offered-title`). Emptied, it follows the text again.
 */
export function offeredTitle(signal: AbortSignal): void {
  let written = "";
  document.addEventListener(
    "htmx:after:settle",
    () => {
      const offered = document.querySelector<HTMLDataElement>("#offered-title")?.value;
      const field = document.querySelector<HTMLInputElement>("#proposal-form [name=title]");
      if (offered === undefined || !field || field === document.activeElement) return;
      if (field.value !== "" && field.value !== written) return;
      field.value = written = offered;
    },
    { signal },
  );
}
