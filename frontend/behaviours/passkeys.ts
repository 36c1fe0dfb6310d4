/**
 * Passkeys. `<form data-passkey="add|confirm|sign-in">` has the browser make or use one and sends what it answers in the
 * field `credential`. What is asked of the browser stands in `#passkey-options`, or is fetched from the form's address.
 * A form that is hidden is shown where passkeys can work.
 */
import { pageString } from "../strings";
import { showRefusal } from "./toasts";

type Described = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };
type Asked = {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  excludeCredentials?: Described[];
  allowCredentials?: Described[];
};

/** Browsers use passkeys where the connection is safe, and the page has a name: they belong to a name, not to a number. */
export function passkeysWork(host: string = window.location.hostname): boolean {
  const isNumber = host.startsWith("[") || /^[\d.]+$/.test(host);
  return "PublicKeyCredential" in window && !isNumber;
}

export function passkeys(signal: AbortSignal): void {
  for (const form of document.querySelectorAll<HTMLElement>("form[data-passkey][hidden]"))
    form.hidden = !passkeysWork();
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
    const publicKey = readable(await asked(form));
    const credential =
      form.dataset.passkey === "add"
        ? await navigator.credentials.create({ publicKey: passkeyOnly(publicKey) })
        : await navigator.credentials.get({ publicKey });
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(written(credential as PublicKeyCredential));
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

// biome-ignore lint/suspicious/noExplicitAny: the server's JSON is the options but for its bytes, written in base64url
function readable(options: Asked): any {
  const described = (one: Described) => ({ ...one, id: bytes(one.id) });
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: options.excludeCredentials.map(described) }),
    ...(options.allowCredentials && { allowCredentials: options.allowCredentials.map(described) }),
  };
}

/** Ask for one that signs in alone: kept by the device, and used after it has seen its owner. */
function passkeyOnly(options: PublicKeyCredentialCreationOptions): PublicKeyCredentialCreationOptions {
  const selection = { residentKey: "required", requireResidentKey: true, userVerification: "required" } as const;
  return { ...options, authenticatorSelection: { ...options.authenticatorSelection, ...selection } };
}

function written(credential: PublicKeyCredential): object {
  const response: Record<string, unknown> = {};
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  for (const name of names) {
    const value = (credential.response as unknown as Record<string, ArrayBuffer | null | undefined>)[name];
    if (value) response[name] = base64url(value);
  }
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function base64url(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
