/** What a person folds stays folded: the rail, in a cookie for the server to read, and `details[data-keep-open]`. */

const YEAR_S = 365 * 24 * 60 * 60;

export function folds(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-folds]");
      const frame = button && document.getElementById(button.dataset.folds ?? "");
      if (!button || !frame) return;
      const slim = frame.classList.toggle("frame--slim");
      button.setAttribute("aria-expanded", String(!slim));
      // biome-ignore lint/suspicious/noDocumentCookie: read by the server; no browser has cookieStore everywhere yet
      document.cookie = `rail=${slim ? "slim" : "wide"}; path=/; max-age=${YEAR_S}; samesite=lax`;
    },
    { signal },
  );
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details[data-keep-open][id]")) {
    const key = `open:${details.id}`;
    const saved = localStorage.getItem(key);
    if (saved !== null) details.open = saved === "yes";
    details.addEventListener("toggle", () => localStorage.setItem(key, details.open ? "yes" : "no"), { signal });
  }
}
