/** The page carries its CSRF token for htmx; our own POSTs send the same. */
export function csrfHeaders(): Record<string, string> {
  const headers: unknown = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  return typeof headers === "object" && headers !== null ? { ...headers } : {};
}
