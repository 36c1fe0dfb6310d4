/** What a person folds stays folded: the rail (a cookie, so that the server draws it right), and `data-keep-open`. */

const YEAR_S = 365 * 24 * 60 * 60;

export function folds(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    (event) => {
      const press = (event.target as Element).closest<HTMLElement>("[data-folds]");
      const frame = press && document.getElementById(press.dataset.folds ?? "");
      if (!press || !frame) return;
      const slim = frame.classList.toggle("frame--slim");
      press.setAttribute("aria-expanded", String(!slim));
      // biome-ignore lint/suspicious/noDocumentCookie: read by the server; no browser has cookieStore everywhere yet
      document.cookie = `rail=${slim ? "slim" : "wide"}; path=/; max-age=${YEAR_S}; samesite=lax`;
    },
    { signal },
  );
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details[data-keep-open][id]")) {
    const key = `open:${details.id}`;
    const kept = localStorage.getItem(key);
    if (kept !== null) details.open = kept === "yes";
    details.addEventListener("toggle", () => localStorage.setItem(key, details.open ? "yes" : "no"), { signal });
  }
}
