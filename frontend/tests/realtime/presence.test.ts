import { beforeEach, expect, test } from "vitest";
import { addressWithPage, showPresence } from "../../realtime/presence";

const people = ["Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Inès Rahal", "Karim Benali", "Théa Morel"].map((name) => ({
  name,
  initials: name.replace(/[^A-Z]/g, ""),
  hue: 3,
}));
const container = () => document.querySelector<HTMLElement>("[data-page-presence]") as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = "<span data-page-presence></span>";
});

test("a few faces are shown, and how many more there are, with their names", () => {
  showPresence(people);
  expect([...container().querySelectorAll(".face")].map((one) => one.textContent)).toEqual([
    "AMAda Mercier",
    "BNBo Nguyen",
    "FLFay Lemoine",
    "IRInès Rahal",
  ]);
  expect(container().querySelector(".faces__more")).toMatchObject({
    textContent: "+2",
    title: "Karim Benali, Théa Morel",
  });
});

test("a person who leaves is no longer shown", () => {
  showPresence(people);
  showPresence([]);
  expect(container().children.length).toBe(0);
});

test("only a page that shows who is here says which page it is", () => {
  expect(addressWithPage("/ws/news?project=pump")).toMatch(/^ws.*[/]ws[/]news[?]project=pump&page=%2F/);
  container().remove();
  expect(addressWithPage("/ws/news?project=pump")).not.toContain("page=");
});
