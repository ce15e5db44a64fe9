// "/" goes to the search, "g" then a letter to a page of the menu, "?" lists the keys. They can be turned off.
const dialog = document.querySelector("[data-keys-dialog]");
const search = document.querySelector("[data-search]");
const off = document.querySelector("[data-keys-off]");
const opener = document.querySelector("[data-keys-open]");
const CHORD_MS = 1500;
let going = 0;

function stored() {
  try {
    return localStorage.getItem("keys-off") === "1";
  } catch {
    return false;
  }
}

off.checked = stored();
off.addEventListener("change", () => {
  try {
    localStorage.setItem("keys-off", off.checked ? "1" : "0");
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
});
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());

document.addEventListener("keydown", (event) => {
  if (off.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    event.preventDefault();
    dialog.showModal();
  } else if (event.key === "g") {
    going = Date.now();
  } else if (going && Date.now() - going < CHORD_MS && /^[a-z]$/.test(event.key)) {
    going = 0;
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  }
});
