/** Whoever signs out leaves nothing on the device of what they were about to say. */
const PREFIXES = ["unsent:", "draft-message:"];

export function signOut(signal: AbortSignal): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (!new URL(form.action, location.href).pathname.endsWith("/logout/")) return;
      for (const name of Object.keys(localStorage)) {
        if (PREFIXES.some((prefix) => name.startsWith(prefix))) localStorage.removeItem(name);
      }
      for (const name of Object.keys(sessionStorage)) {
        if (name.startsWith("draft:")) sessionStorage.removeItem(name);
      }
    },
    { signal },
  );
}
