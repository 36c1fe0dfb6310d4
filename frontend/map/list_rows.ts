/** The list beside the map shows the same circles as rows of a table. */

/** Mark a circle's row; where the list scrolls by itself, bring the row into view. */
export function markListRow(key: string): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-circle-row]")) {
    const isHere = row.dataset.circleRow === key;
    row.setAttribute("aria-selected", String(isHere));
    const list = isHere ? row.closest<HTMLElement>(".atlas__list") : null;
    if (list && list.scrollHeight > list.clientHeight) {
      list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    }
  }
}
