import { beforeEach, describe, expect, test, vi } from "vitest";
import { Islands } from "../islands";

const island = () => {
  const unmount = vi.fn();
  const mount = vi.fn(() => unmount);
  return { mount, unmount };
};

describe("islands", () => {
  beforeEach(() => {
    document.body.innerHTML = '<div data-island="map">what the server wrote</div>';
  });

  test("an island is mounted once, however often the page is swept", async () => {
    const { mount } = island();
    const islands = new Islands({ map: async () => ({ mount }) });
    islands.sweep();
    islands.sweep();
    await islands.allMounted();
    expect(mount).toHaveBeenCalledExactlyOnceWith(document.querySelector("[data-island]"));
  });

  test("an island that a swap removes is unmounted, one that it adds is mounted", async () => {
    const { mount, unmount } = island();
    const islands = new Islands({ map: async () => ({ mount }) });
    islands.sweep();
    await islands.allMounted();
    document.body.innerHTML = '<p>and another</p><div data-island="map"></div>';
    islands.sweep();
    await islands.allMounted();
    expect(unmount).toHaveBeenCalledOnce();
    expect(mount).toHaveBeenCalledTimes(2);
  });

  test("an element that is removed while its module loads is never mounted", async () => {
    const { mount } = island();
    const islands = new Islands({ map: async () => ({ mount }) });
    islands.sweep();
    document.body.replaceChildren();
    await islands.allMounted();
    expect(mount).not.toHaveBeenCalled();
  });

  test("when a module does not load, the server's HTML stays and the next sweep tries again", async () => {
    const { mount } = island();
    const load = vi.fn().mockRejectedValueOnce(new Error("offline")).mockResolvedValue({ mount });
    const onFailure = vi.fn();
    const islands = new Islands({ map: load }, onFailure);
    islands.sweep();
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalledExactlyOnceWith(document.querySelector("[data-island]")));
    expect(document.body.textContent).toContain("what the server wrote");
    await vi.waitFor(() => {
      islands.sweep();
      expect(mount).toHaveBeenCalledOnce();
    });
  });
});
