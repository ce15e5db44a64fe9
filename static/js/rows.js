// Tables with data-rows: a click on a row opens its [data-row-link]; ticked rows show the bar of acts.
// Without this script the link is in the row and the bar is always there.
function mark(table) {
  const boxes = [...table.querySelectorAll("input[data-select-row]")];
  const chosen = boxes.filter((box) => box.checked);
  const all = table.querySelector("input[data-select-all]");
  if (all) {
    all.checked = boxes.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  for (const box of boxes) box.closest("tr").classList.toggle("l-row-chosen", box.checked);
  const bar = document.querySelector(`[data-selection-bar="${table.id}"]`);
  if (!bar) return;
  bar.hidden = chosen.length === 0;
  for (const count of bar.querySelectorAll("[data-selection-count]")) count.textContent = chosen.length;
}

function prepare(root) {
  for (const table of root.querySelectorAll("table[data-rows]")) mark(table);
}

document.addEventListener("change", (event) => {
  const table = event.target.closest?.("table[data-rows]");
  if (!table) return;
  if (event.target.matches("[data-select-all]")) {
    for (const box of table.querySelectorAll("input[data-select-row]")) box.checked = event.target.checked;
  }
  mark(table);
});
document.addEventListener("click", (event) => {
  const row = event.target.closest("table[data-rows] tbody tr");
  if (!row || event.target.closest("a, button, input, label, summary, select") || getSelection().toString()) return;
  const link = row.querySelector("a[data-row-link]");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
});
document.addEventListener("htmx:afterSwap", () => prepare(document));
prepare(document);
