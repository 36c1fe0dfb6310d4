/**
 * F2 in a line `[data-renames]`, or a link `[data-renames-line="id"]`, turns its name into a field: Enter
 * sends the form that stands in the line's `<template>`, Escape leaves everything as it was.
 */
const LINE = "[data-renames]";

export function renameInPlace(signal: AbortSignal): void {
  document.addEventListener(
    "keydown",
    (event) => {
      const line = (event.target as Element).closest<HTMLElement>(LINE);
      if (event.key !== "F2" || !line) return;
      event.preventDefault();
      edit(line);
    },
    { signal },
  );
  document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest<HTMLElement>("[data-renames-line]");
      const line = document.getElementById(link?.dataset.renamesLine ?? "")?.querySelector<HTMLElement>(LINE);
      if (!link || !line) return;
      event.preventDefault();
      link.closest<HTMLElement>("[popover]")?.hidePopover();
      edit(line);
    },
    { signal },
  );
}

function edit(line: HTMLElement): void {
  const template = line.querySelector("template");
  const name = line.querySelector<HTMLElement>("[data-name]");
  const form = template?.content.firstElementChild?.cloneNode(true);
  if (!name || name.hidden || !(form instanceof HTMLFormElement)) return;
  name.hidden = true;
  name.after(form);
  const field = form.querySelector("input:not([type=hidden])");
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
  const leave = () => {
    form.remove();
    name.hidden = false;
    name.querySelector("a")?.focus();
  };
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget as Node | null) && form.isConnected) leave();
  });
}
