/**
 * `<button data-picks-folder="file" hidden>` lets the input of that name take a whole folder; an input with
 * `data-paths="path"` sends, beside its files, where each was in the folder: browsers send bare names.
 */
export function folderFiles(signal: AbortSignal): void {
  const inputs = document.querySelectorAll<HTMLInputElement>("input[type=file][data-paths]");
  for (const input of inputs) {
    const name = input.dataset.paths ?? "";
    input.addEventListener("change", () => writePaths(input, name), { signal });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-picks-folder]")) {
    const input = button.form?.elements.namedItem(button.dataset.picksFolder ?? "");
    if (!(input instanceof HTMLInputElement) || !("webkitdirectory" in input)) continue;
    button.hidden = false;
    button.addEventListener("click", () => pickFolder(input), { signal });
  }
}

function pickFolder(input: HTMLInputElement): void {
  input.webkitdirectory = true;
  input.click();
  input.webkitdirectory = false;
}

/** Write a hidden field a file, in their order. */
function writePaths(input: HTMLInputElement, name: string): void {
  for (const old of input.form?.querySelectorAll(`input[type=hidden][name="${name}"]`) ?? []) old.remove();
  for (const file of input.files ?? []) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = file.webkitRelativePath || file.name;
    input.parentElement?.append(field);
  }
}
