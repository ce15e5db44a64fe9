// Forms with data-unsaved ask before the page is left with typed text that was not sent.
const dirty = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "unsaved" in form.dataset) dirty.add(form);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) dirty.delete(event.target);
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
