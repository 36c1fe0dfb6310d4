import { beforeEach, describe, expect, test } from "vitest";
import { showDone, showRefusal, toasts } from "../../behaviours/toast";

const said = () => [...document.querySelectorAll("#toasts .toast__words")].map((words) => words.textContent);

describe("toasts", () => {
  beforeEach(() => {
    const toast = (kind: string) =>
      `<template id="toast-${kind}"><div class="toast toast--${kind}" data-toast><p class="toast__words"></p><form method="post" hidden></form><button data-dismiss></button></div></template>`;
    document.body.innerHTML = `<div id="toasts"></div>${toast("done")}${toast("refused")}`;
    const controller = new AbortController();
    toasts(controller.signal);
    return () => controller.abort();
  });

  test("a thing that is done can be undone where it is said", () => {
    showDone("A-52 is done", "/p/pump/actions/52/reopenings/");
    const form = document.querySelector<HTMLFormElement>("#toasts form");
    expect(said()).toEqual(["A-52 is done"]);
    expect(form?.hidden).toBe(false);
    expect(form?.action).toContain("/p/pump/actions/52/reopenings/");
  });

  test("the same refusal is not said twice at once, and goes when it is closed", () => {
    showRefusal("This round is closed.");
    showRefusal("This round is closed.");
    expect(said()).toEqual(["This round is closed."]);
    document.querySelector<HTMLElement>("#toasts [data-dismiss]")?.click();
    expect(said()).toEqual([]);
  });

  test("words are words, never markup", () => {
    showDone("<img src=x>");
    expect(document.querySelector("#toasts img")).toBeNull();
  });
});
