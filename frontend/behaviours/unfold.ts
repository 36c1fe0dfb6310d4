/** `data-unfolds="id"` in a response opens that `details`, once: if the person closes it, it stays closed. */
export function unfold(signal: AbortSignal): void {
  const opened = new Set<string>();
  const openNamed = () => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>("[data-unfolds]")) {
      const id = dataset.unfolds ?? "";
      const details = document.getElementById(id);
      if (opened.has(id) || !(details instanceof HTMLDetailsElement)) continue;
      opened.add(id);
      details.open = true;
    }
  };
  document.addEventListener("htmx:after:settle", openNamed, { signal });
}
