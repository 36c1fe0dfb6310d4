/**
 * A field that narrows the menu around it as one types (`data-narrows`): items without the words are hidden, and headings
 * without items. Enter opens the first that is left. Accents and case do not matter.
 */
import { folded } from "../editor/folding";

export function narrows(signal: AbortSignal): void {
  document.addEventListener(
    "input",
    (event) => {
      const field = fieldOf(event);
      if (field) narrow(field);
    },
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      const field = event.key === "Enter" ? fieldOf(event) : null;
      if (!field) return;
      event.preventDefault();
      if (field.value.trim())
        itemsAround(field)
          .find((item) => !item.hidden)
          ?.click();
    },
    { signal },
  );
}

function fieldOf(event: Event): HTMLInputElement | null {
  return event.target instanceof HTMLInputElement && event.target.matches("[data-narrows]") ? event.target : null;
}

function itemsAround(field: HTMLElement): HTMLElement[] {
  return [...(field.closest(".menu")?.querySelectorAll<HTMLElement>(".menu__item") ?? [])];
}

function narrow(field: HTMLInputElement): void {
  const words = folded(field.value.trim());
  for (const item of itemsAround(field)) item.hidden = !folded(item.textContent ?? "").includes(words);
  for (const group of field.closest(".menu")?.querySelectorAll<HTMLElement>("[data-narrowed]") ?? [])
    group.hidden = !group.querySelector(".menu__item:not([hidden])");
}
