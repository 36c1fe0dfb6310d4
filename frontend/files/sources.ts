/** Where files come from on a page: dropped, pasted, picked, or from the camera. */

/** Call `take` with files dropped on `zone`, pasted into it, or picked by an `input[data-pick]` in it. */
export function takeFiles(zone: HTMLElement, take: (files: File[]) => void, signal: AbortSignal): void {
  const options = { signal };
  let depth = 0; // dragenter comes for each element inside as well
  const show = (change: number) => {
    depth = Math.max(0, depth + change);
    zone.toggleAttribute("data-dropping", depth > 0);
  };
  zone.addEventListener("dragenter", (event) => hasFiles(event.dataTransfer) && show(1), options);
  zone.addEventListener("dragleave", (event) => hasFiles(event.dataTransfer) && show(-1), options);
  zone.addEventListener(
    "dragover",
    (event) => {
      if (hasFiles(event.dataTransfer)) event.preventDefault(); // or the browser opens the file in place of the page
    },
    options,
  );
  zone.addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      show(-depth);
      give(event.dataTransfer?.files, take);
    },
    options,
  );
  zone.addEventListener(
    "paste",
    (event) => {
      const types = event.clipboardData?.types ?? [];
      // What is copied from a word processor has a picture of itself beside its text: the text is meant.
      const isText = types.includes("text/plain") && types.includes("text/html");
      if (!event.clipboardData?.files.length || isText) return;
      event.preventDefault();
      give(event.clipboardData.files, take);
    },
    options,
  );
  zone.addEventListener(
    "change",
    (event) => {
      const input = event.target;
      if (!(input instanceof HTMLInputElement) || !input.matches("[data-pick]")) return;
      event.stopPropagation();
      give(input.files, take);
      input.value = ""; // so that the same file can be picked again
    },
    options,
  );
}

function hasFiles(data: DataTransfer | null): boolean {
  return Boolean(data?.types.includes("Files"));
}

function give(files: FileList | null | undefined, take: (files: File[]) => void): void {
  const found = [...(files ?? [])].map(named);
  if (found.length) take(found);
}

/** A picture from the clipboard is called image.png like every other: give it the time instead. */
function named(file: File): File {
  if (file.name && file.name !== "image.png") return file;
  const ending = file.type.split("/")[1]?.split("+")[0] || "bin";
  const now = new Date();
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, "0"));
  const name = `${new Intl.DateTimeFormat("en-CA").format(now)} ${time.join(".")}.${ending}`;
  return new File([file], name, { type: file.type, lastModified: file.lastModified });
}
