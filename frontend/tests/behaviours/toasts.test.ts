import { beforeEach, describe, expect, test } from "vitest";
import { showDone, showRefusal, toasts } from "../../behaviours/toasts";

const shown = () => [...document.querySelectorAll("#toasts .toast__words")].map((words) => words.textContent);

describe("toasts", () => {
  beforeEach(() => {
    const toast = (kind: string) =>
      `<template id="toast-${kind}"><div class="toast toast--${kind}" data-toast><p class="toast__words"></p><form method="post" hidden></form><button data-dismiss></button></div></template>`;
    document.body.innerHTML = `<div id="toasts"></div>${toast("done")}${toast("refused")}`;
    const controller = new AbortController();
    toasts(controller.signal);
    return () => controller.abort();
  });

  test("what is done can be undone from its toast", () => {
    showDone("A-52 is done", "/p/pump/actions/52/reopenings/");
    const form = document.querySelector<HTMLFormElement>("#toasts form");
    expect(shown()).toEqual(["A-52 is done"]);
    expect(form?.hidden).toBe(false);
    expect(form?.action).toContain("/p/pump/actions/52/reopenings/");
  });

  test("the same refusal is shown only once, until it is closed", () => {
    showRefusal("This round is closed.");
    showRefusal("This round is closed.");
    expect(shown()).toEqual(["This round is closed."]);
    document.querySelector<HTMLElement>("#toasts [data-dismiss]")?.click();
    expect(shown()).toEqual([]);
  });

  test("a sentence is text, never markup", () => {
    showDone("<img src=x>");
    expect(document.querySelector("#toasts img")).toBeNull();
  });
});
