/* In a matrix the arrow keys go from cell to cell, and Tab leaves it: thousands of links would be in its way. */
const matrix = () => document.querySelector("[data-matrix]");
let current = null;

function rove(link) {
  if (current?.isConnected) current.tabIndex = -1;
  current = link;
  if (current) current.tabIndex = 0;
}

function begin() {
  const links = matrix()?.querySelectorAll("td > a") ?? [];
  for (const link of links) link.tabIndex = -1;
  rove(links[0] ?? null);
}

function beside(cell, key) {
  const row = cell.parentElement;
  if (key === "ArrowLeft") return cell.previousElementSibling;
  if (key === "ArrowRight") return cell.nextElementSibling;
  const rows = [...row.parentElement.rows];
  return rows[rows.indexOf(row) + (key === "ArrowUp" ? -1 : 1)]?.cells[cell.cellIndex];
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-matrix] td");
  if (!cell || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = beside(cell, event.key)?.querySelector("a");
  if (!next) return;
  rove(next);
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// What is drawn anew takes the place of the cell that one was at, and the focus with it.
let place = null;
document.addEventListener("focusin", ({ target }) => (place = target.closest?.("[data-matrix] td")?.id ?? null));

function resume() {
  if (current?.isConnected) return;
  const link = place && document.getElementById(place)?.querySelector("a");
  if (!link) return begin();
  rove(link);
  if (document.activeElement === document.body) link.focus();
}

document.addEventListener("htmx:afterSettle", resume);
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const link of matrix()?.querySelectorAll('td > a:not([tabindex="-1"])') ?? []) if (link !== current) link.tabIndex = -1;
  resume();
});
begin();
