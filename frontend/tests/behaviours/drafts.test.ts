import { beforeEach, describe, expect, test } from "vitest";
import { drafts, forgetArrived, restore } from "../../behaviours/drafts";

const page = (form: string) => {
  document.body.innerHTML = `<div id="words" data-sign-in="/account/login/"></div>${form}`;
};
const FORM = '<form method="post" action="/p/pump/proposals/"><textarea name="text"></textarea></form>';
const text = () => document.querySelector("textarea") as HTMLTextAreaElement;

function write(value: string): void {
  text().value = value;
  text().dispatchEvent(new Event("input", { bubbles: true }));
}

function send(): void {
  document.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

describe("what was typed", () => {
  beforeEach(() => {
    sessionStorage.clear();
    history.replaceState(null, "", "/p/pump/new/");
    page(FORM);
    const controller = new AbortController();
    drafts(controller.signal);
    return () => controller.abort();
  });

  test("is back after a reload", () => {
    write("Twelve panels of 205 W");
    page(FORM);
    expect(restore()).toBe(true);
    expect(text().value).toBe("Twelve panels of 205 W");
  });

  test("outlives an expired sign-in", () => {
    write("Twelve panels");
    send();
    history.replaceState(null, "", "/account/login/");
    forgetArrived();
    history.replaceState(null, "", "/p/pump/new/");
    page(FORM);
    expect(restore()).toBe(true);
    expect(text().value).toBe("Twelve panels");
  });

  test("outlives a page that says something went wrong", () => {
    write("Twelve panels");
    send();
    page('<p class="wrong__code">500</p>');
    forgetArrived();
    page(FORM);
    expect(restore()).toBe(true);
  });

  test("is forgotten once it has arrived", () => {
    write("Twelve panels");
    send();
    history.replaceState(null, "", "/p/pump/proposals/26/");
    page("<h1>P-26</h1>");
    forgetArrived();
    expect(Object.keys(sessionStorage)).toEqual([]);
  });

  test("does not overwrite what the server sent back with the form", () => {
    write("first words");
    page(FORM.replace("</textarea>", "first words</textarea>"));
    expect(restore()).toBe(false);
    expect(text().value).toBe("first words");
  });

  test("is never kept for a form with a password", () => {
    page(FORM.replace("</form>", '<input type="password" name="password"></form>'));
    write("my address");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });

  test("is not kept any more once it is wiped out again", () => {
    write("a thought");
    write("");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });
});
