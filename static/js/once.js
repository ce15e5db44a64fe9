// A form is sent once: the second click on its button does nothing until the page answers.
// Forms that may be sent again (downloads) carry data-repeatable.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "repeatable" in form.dataset) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  // After this tick, so that the pressed button's own name and value still travel.
  setTimeout(() => {
    for (const button of form.elements) {
      if (button.type === "submit") button.disabled = true;
    }
  });
});

function release(form) {
  delete form.dataset.sent;
  for (const button of form.elements) {
    if (button.type === "submit") button.disabled = false;
  }
}

// Back from another page, or an htmx answer that leaves the form in place.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-sent]");
  if (form) release(form);
});
