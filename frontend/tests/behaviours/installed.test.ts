import { afterEach, describe, expect, test, vi } from "vitest";
import { showBadge } from "../../behaviours/installed";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

describe("the number on the app's icon", () => {
  const icon = { setAppBadge: vi.fn(async () => {}), clearAppBadge: vi.fn(async () => {}) };

  test("is the one beside the inbox", () => {
    vi.stubGlobal("navigator", icon);
    document.body.innerHTML = `<a data-goes="inbox"><span class="rail__count">18</span></a>`;
    showBadge();
    expect(icon.setAppBadge).toHaveBeenCalledWith(18);
    document.body.innerHTML = `<a data-goes="inbox"></a>`;
    showBadge();
    expect(icon.clearAppBadge).toHaveBeenCalledOnce();
  });

  test("stays where a page has no inbox", () => {
    vi.stubGlobal("navigator", icon);
    vi.clearAllMocks();
    showBadge();
    expect(icon.clearAppBadge).not.toHaveBeenCalled();
  });
});
