/** A picture in its full size, over the page; who may write crops it there. Escape leaves it. */
import { iconButton, make } from "./dom";
import { CropArea } from "./picture_crop";
import type { Translate } from "./strings";

export interface ShownPicture {
  source: string;
  alt: string;
  caption: string;
}

/** `keep` is given a cropped copy; without it the picture is only looked at. `uncrop` brings back what was cropped. */
export function openPicture(
  { source, alt, caption }: ShownPicture,
  translate: Translate,
  keep: ((file: File) => void) | null,
  uncrop: (() => void) | null = null,
): void {
  const image = make("img", { class: "picture-dialog__picture", alt });
  image.src = source;
  const close = (): void => dialog.close();
  const stage = make("div", { class: "picture-dialog__stage" }, image);
  const foot = make("div", { class: "picture-dialog__foot" }, make("p", {}, caption || alt));
  const head = make("div", { class: "picture-dialog__head" });
  const dialog = make(
    "dialog",
    { class: "picture-dialog", closedby: "any", "aria-label": caption || alt || translate("picture") },
    head,
    stage,
    foot,
  );
  const crop = (): void => {
    const area = new CropArea(image, translate);
    stage.replaceChildren(area.canvas);
    const save = make("button", { type: "button", class: "button button--main" }, translate("picture_crop_save"));
    const cancel = make("button", { type: "button", class: "button" }, translate("upload_cancel"));
    save.addEventListener("click", async () => {
      save.disabled = true;
      const file = await area.file();
      close();
      if (file) keep?.(file);
    });
    cancel.addEventListener("click", close);
    for (const button of head.querySelectorAll("[data-crop]")) button.remove();
    foot.replaceChildren(area.sliders, make("div", { class: "buttons" }, save, cancel));
    area.focus();
  };
  if (keep) {
    const button = iconButton("crop", translate("picture_crop"), crop);
    button.setAttribute("data-crop", "");
    head.append(button);
  }
  if (uncrop) {
    const restore = (): void => {
      close();
      uncrop();
    };
    const button = iconButton("undo-2", translate("picture_uncrop"), restore);
    button.setAttribute("data-crop", "");
    head.append(button);
  }
  head.append(iconButton("x", translate("picture_close"), close));
  image.addEventListener("click", close);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
}
