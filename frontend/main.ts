/** The one entry of every page: the style sheet, htmx, islands, change notifications and behaviours. */
import "../static/css/index.css";
import { busy } from "./behaviours/busy";
import { copy } from "./behaviours/copy";
import { countdown } from "./behaviours/countdown";
import { dialogs } from "./behaviours/dialogs";
import { drafts } from "./behaviours/drafts";
import { filters } from "./behaviours/filters";
import { folds } from "./behaviours/folds";
import { keys } from "./behaviours/keys";
import { lists } from "./behaviours/lists";
import { pick } from "./behaviours/pick";
import { prints } from "./behaviours/print";
import { tabs } from "./behaviours/tabs";
import { toasts } from "./behaviours/toast";
import { tour } from "./behaviours/tour";
import { unfold } from "./behaviours/unfold";
import { configureHtmx, showRequestErrors } from "./htmx";
import { Islands } from "./islands";
import { listenForChanges } from "./realtime";

const islands = new Islands({
  map: () => import("./map"),
  editor: () => import("./editor"),
  chat: () => import("./chat"),
});

configureHtmx();
const { signal } = new AbortController();
for (const start of [
  toasts,
  showRequestErrors,
  busy,
  drafts,
  dialogs,
  keys,
  lists,
  filters,
  folds,
  countdown,
  copy,
  pick,
  prints,
  listenForChanges,
  tabs,
  tour,
  unfold,
]) {
  start(signal);
}
islands.sweep();
document.addEventListener("htmx:after:settle", () => islands.sweep(), { signal });
