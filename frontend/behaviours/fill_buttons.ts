/** `<button data-fills="id" data-value="2600">` writes the value into that field, as if it had been typed. */
export function fillButtons(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-fills]");
      const field = document.getElementById(button?.dataset.fills ?? "");
      if (!button || !(field instanceof HTMLInputElement)) return;
      const fold = field.closest("details");
      if (fold) fold.open = true;
      field.value = button.dataset.value ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    },
    { signal },
  );
}
