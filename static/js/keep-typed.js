// The language switch loads the page anew: what was typed into forms with data-unsaved is put back once.
// It stays in this tab only and ends with the next page; files cannot be kept and have to be chosen again.
const PLACE = `typed:${location.pathname}`;

function fields(form) {
  return [...form.elements].filter(
    (one) => one.name && !["hidden", "file", "submit", "button", "password"].includes(one.type),
  );
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.l-language")) return;
  const typed = {};
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    for (const one of fields(form)) {
      if (one.type !== "checkbox" && one.type !== "radio") typed[one.name] = one.value;
      else if (one.checked) typed[one.name] = one.value;
    }
  }
  if (Object.keys(typed).length) sessionStorage.setItem(PLACE, JSON.stringify(typed));
});

const kept = sessionStorage.getItem(PLACE);
if (kept) {
  sessionStorage.removeItem(PLACE);
  const typed = JSON.parse(kept);
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    for (const one of fields(form)) {
      if (!(one.name in typed)) continue;
      if (one.type === "checkbox" || one.type === "radio") one.checked = one.value === typed[one.name];
      else one.value = typed[one.name];
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}
