/**
 * `data-unfolds="id"` in what the server answers opens that `details`, once: who folds it again has seen it.
 */
export function unfold(signal: AbortSignal): void {
  const seen = new Set<string>();
  const look = () => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>("[data-unfolds]")) {
      const id = dataset.unfolds ?? "";
      const details = document.getElementById(id);
      if (seen.has(id) || !(details instanceof HTMLDetailsElement)) continue;
      seen.add(id);
      details.open = true;
    }
  };
  document.addEventListener("htmx:after:settle", look, { signal });
}
