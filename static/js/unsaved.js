// Forms with data-unsaved ask before the page is left with typed text that was not sent.
const dirty = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "unsaved" in form.dataset) dirty.add(form);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  dirty.delete(event.target);
  if (event.target.matches("form.l-language")) dirty.clear(); // keep-typed.js puts the text back
});
document.addEventListener("reset", (event) => dirty.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of dirty) {
    if (form.isConnected) {
      event.preventDefault();
      event.returnValue = "";
      return;
    }
  }
});
