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

document.addEventListener("htmx:afterSettle", () => current?.isConnected || begin());
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const link = event.detail.target?.querySelector?.("a");
  if (link && event.detail.target.closest("[data-matrix]") && link !== current) link.tabIndex = -1;
});
begin();
