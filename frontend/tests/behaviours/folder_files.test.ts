import { afterEach, beforeEach, expect, test } from "vitest";
import { folderFiles } from "../../behaviours/folder_files";

let life: AbortController;

beforeEach(() => {
  document.body.innerHTML = `<form><div><input type="file" name="file" multiple data-paths="path"></div></form>`;
  life = new AbortController();
  folderFiles(life.signal);
});

afterEach(() => life.abort());

function pick(...files: { name: string; webkitRelativePath: string }[]): void {
  const input = document.querySelector("input[type=file]") as HTMLInputElement;
  Object.defineProperty(input, "files", { value: files, configurable: true });
  input.dispatchEvent(new Event("change"));
}

test("each file says where it was in its folder, in their order, and another choice forgets the first", () => {
  pick({ name: "old.md", webkitRelativePath: "" });
  pick({ name: "a.md", webkitRelativePath: "notes/deep/a.md" }, { name: "b.md", webkitRelativePath: "" });
  const form = document.querySelector("form") as HTMLFormElement;
  expect(new FormData(form).getAll("path")).toEqual(["notes/deep/a.md", "b.md"]);
});
