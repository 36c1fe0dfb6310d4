/**
 * Passkeys. `<form data-passkey="add|confirm|sign-in">` has the browser make or use one and sends what it answers in the
 * field `credential`. What is asked of the browser stands in `#passkey-options`, or is fetched from the form's address.
 * A form that is hidden is shown where passkeys can work.
 */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { pageString } from "../strings";
import { showRefusal } from "./toasts";

type Asked = PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON;

const webauthn = () => import("@simplewebauthn/browser");

/** Browsers use passkeys where the connection is safe, and the page has a name: they belong to a name, not to a number. */
export function passkeysWork(host: string = window.location.hostname): boolean {
  const isNumber = host.startsWith("[") || /^[\d.]+$/.test(host);
  return "PublicKeyCredential" in window && !isNumber;
}

export function passkeys(signal: AbortSignal): void {
  for (const form of document.querySelectorAll<HTMLElement>("form[data-passkey][hidden]"))
    form.hidden = !passkeysWork();
  // Some browsers ask for no passkey once a while has passed since the click.
  if (document.querySelector("form[data-passkey]") && passkeysWork()) void webauthn().catch(() => null);
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.dataset.passkey) return;
      event.preventDefault();
      void send(form);
    },
    { signal },
  );
}

async function send(form: HTMLFormElement): Promise<void> {
  try {
    const { startAuthentication, startRegistration } = await webauthn();
    const options = await asked(form);
    const credential =
      form.dataset.passkey === "add"
        ? await startRegistration({ optionsJSON: passkeyOnly(options) })
        : await startAuthentication({ optionsJSON: options });
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    const cannot = !passkeysWork() || (error as Error).name === "SecurityError";
    showRefusal(pageString(cannot ? "passkeyImpossible" : "passkeyFailed"));
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}

async function asked(form: HTMLFormElement): Promise<Asked> {
  const here = document.getElementById("passkey-options")?.textContent;
  if (here) return JSON.parse(here).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

/** Ask for one that signs in alone: kept by the device, and used after it has seen its owner. */
function passkeyOnly(options: Asked): Asked {
  const selection = { residentKey: "required", requireResidentKey: true, userVerification: "required" } as const;
  return { ...options, authenticatorSelection: { ...options.authenticatorSelection, ...selection } };
}
