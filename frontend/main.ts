/** The one entry of every page: the style sheet, htmx, islands, change notifications and behaviours. */
import "../static/css/index.css";
import { actionBoard } from "./behaviours/action_board";
import { autoSubmit } from "./behaviours/auto_submit";
import { autocomplete } from "./behaviours/autocomplete";
import { busyButtons } from "./behaviours/busy_buttons";
import { copyButtons } from "./behaviours/copy_buttons";
import { countdown } from "./behaviours/countdown";
import { currentItem } from "./behaviours/current_item";
import { dialogs } from "./behaviours/dialogs";
import { drafts } from "./behaviours/drafts";
import { emojiPicker } from "./behaviours/emoji_picker";
import { fillButtons } from "./behaviours/fill_buttons";
import { folderFiles } from "./behaviours/folder_files";
import { folds } from "./behaviours/folds";
import { formulas } from "./behaviours/formulas";
import { installed } from "./behaviours/installed";
import { listNavigation } from "./behaviours/list_navigation";
import { loadsAgain } from "./behaviours/loads_again";
import { menus } from "./behaviours/menus";
import { narrows } from "./behaviours/narrows";
import { offeredTitle } from "./behaviours/offered_title";
import { orderByHand } from "./behaviours/order_by_hand";
import { passkeys } from "./behaviours/passkeys";
import { peopleField } from "./behaviours/people_field";
import { placeByDrag } from "./behaviours/place_by_drag";
import { printButtons } from "./behaviours/print_buttons";
import { railNumbers } from "./behaviours/rail_numbers";
import { renameInPlace } from "./behaviours/rename_in_place";
import { scrollKeys } from "./behaviours/scroll_keys";
import { shortcuts } from "./behaviours/shortcuts";
import { signOut } from "./behaviours/sign_out";
import { tabs } from "./behaviours/tabs";
import { showRefusal, toasts } from "./behaviours/toasts";
import { tour } from "./behaviours/tour";
import { typedAhead } from "./behaviours/typed_ahead";
import { typedSuggestions } from "./behaviours/typed_suggestions";
import { unfold } from "./behaviours/unfold";
import { arrive } from "./editor/arriving";
import { keepReadingPlace } from "./editor/reading_place";
import { dialEarly, documentSocket } from "./editor/transport";
import { configureHtmx, readPage, showRequestErrors } from "./htmx";
import { Islands, type Loaders } from "./islands";
import { PAGE_SWAPPED } from "./page_swap";
import { listenForChanges } from "./realtime";
import { pageString } from "./strings";

const missing = new WeakSet<HTMLElement>();

/** Once for each: every change of the page tries again. Offline one reads what was kept, and is told so already. */
function reportMissing(element: HTMLElement): void {
  if (element.dataset.island === "editor") document.querySelector(".saved__opening")?.remove();
  if (navigator.onLine && !missing.has(element)) showRefusal(pageString("notLoaded"));
  missing.add(element);
}

const loaders: Loaders = {
  map: () => import("./map"),
  editor: (element) => {
    // The server looks who is there while this loads.
    dialEarly(documentSocket(element));
    arrive(element);
    keepReadingPlace(element);
    return import("./editor");
  },
  formulas: () => import("./editor/formulas"),
  versions: () => import("./editor/versions"),
  path: () => import("./path"),
  chat: () => import("./chat"),
  files: () => import("./files"),
  import: () => import("./files/import"),
};
const islands = new Islands(loaders, reportMissing);

configureHtmx();
const behaviours = [
  toasts,
  showRequestErrors,
  busyButtons,
  drafts,
  dialogs,
  scrollKeys,
  shortcuts,
  listNavigation,
  railNumbers,
  emojiPicker,
  peopleField,
  typedAhead,
  typedSuggestions,
  menus,
  narrows,
  autoSubmit,
  folderFiles,
  folds,
  formulas,
  countdown,
  currentItem,
  copyButtons,
  fillButtons,
  autocomplete,
  offeredTitle,
  orderByHand,
  passkeys,
  placeByDrag,
  printButtons,
  renameInPlace,
  listenForChanges,
  signOut,
  tabs,
  tour,
  unfold,
  actionBoard,
  installed,
  loadsAgain,
];
let page = new AbortController();

function begin(): void {
  page = new AbortController();
  // First, as a document's text waits for its socket.
  islands.sweep();
  for (const start of behaviours) start(page.signal);
  document.addEventListener("htmx:after:settle", () => islands.sweep(), { signal: page.signal });
}

begin();
document.addEventListener(PAGE_SWAPPED, () => {
  page.abort();
  readPage();
  begin();
});
