import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { passkeys, passkeysWork } from "../../behaviours/passkeys";

const page = () => document.querySelector<HTMLFormElement>("form") as HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = '<form data-passkey="sign-in" hidden></form>';
});
afterEach(() => vi.unstubAllGlobals());

describe("passkeys", () => {
  it("are not offered by a browser that does not know them", () => {
    passkeys(new AbortController().signal);
    expect(page().hidden).toBe(true);
  });

  it("are offered where the browser knows them and the server has a name", () => {
    vi.stubGlobal("PublicKeyCredential", class {});
    passkeys(new AbortController().signal);
    expect(page().hidden).toBe(false);
  });

  it.each([
    ["ronde.example", true],
    ["localhost", true],
    ["127.0.0.1", false],
    ["[::1]", false],
  ])("work at %s: %s", (host, works) => {
    vi.stubGlobal("PublicKeyCredential", class {});
    expect(passkeysWork(host)).toBe(works);
  });
});
