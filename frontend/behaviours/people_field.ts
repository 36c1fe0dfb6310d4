/**
 * Several people chosen one after the other by typing: each that is picked in the list stands above the field until it is
 * removed, or taken back with Backspace. Enter picks the first that fits; in the empty field it sends.
 */
export function peopleField(signal: AbortSignal): void {
  document.addEventListener(
    "change",
    (event) => {
      const field = fieldAt(event);
      // Only what was picked in the list: what is typed is read when it is sent.
      if (field && !event.isTrusted && field.value.trim()) pick(field);
    },
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      const field = fieldAt(event);
      if (!field) return;
      if (event.key === "Backspace" && !field.value)
        boxOf(field)?.querySelector("[data-chosen] > :last-child")?.remove();
      if (event.key !== "Enter" || !field.value.trim() || event.isComposing) return;
      const options = [...(listOf(field)?.querySelectorAll<HTMLElement>("[data-value]") ?? [])];
      if (options.some((option) => option.getAttribute("aria-selected") === "true")) return;
      event.preventDefault();
      options[0]?.click();
    },
    { signal, capture: true },
  );
  document.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest("[data-people-field] [data-unpick]");
      const box = button?.closest<HTMLElement>("[data-people-field]");
      button?.closest("li")?.remove();
      box?.querySelector<HTMLElement>("[data-picks]")?.focus();
    },
    { signal },
  );
}

const fieldAt = (event: Event): HTMLInputElement | null =>
  (event.target as Element).closest<HTMLInputElement>("[data-people-field] input[data-picks]");

const boxOf = (field: HTMLElement): HTMLElement | null => field.closest<HTMLElement>("[data-people-field]");

const listOf = (field: HTMLElement): HTMLElement | null =>
  document.getElementById(field.getAttribute("aria-controls") ?? "");

/** Let what was picked stand above the field, once. */
function pick(field: HTMLInputElement): void {
  const box = boxOf(field);
  const chosen = box?.querySelector("[data-chosen]");
  const one = box?.querySelector<HTMLTemplateElement>("template[data-one]")?.content.firstElementChild?.cloneNode(true);
  if (!chosen || !(one instanceof HTMLElement)) return;
  const name = field.value.trim();
  field.value = "";
  if ([...chosen.querySelectorAll("input")].some(({ value }) => value === name)) return;
  const names = [...chosen.querySelectorAll("[data-name]")].map((shown) => shown.textContent);
  const alone = name.split(" @")[0] ?? name;
  // A namesake of one who stands there already stands by handle, too: they would look like the same person twice.
  const words = names.includes(alone) ? name : alone;
  const shown = one.querySelector("[data-name]");
  if (shown) shown.textContent = words;
  const kept = one.querySelector("input");
  if (kept) kept.value = name;
  const button = one.querySelector("[data-unpick]");
  button?.setAttribute("aria-label", `${button.getAttribute("aria-label")} ${words}`);
  chosen.append(one);
}
