// After a refused form, the summary of what to correct takes the focus; its links lead into the fields.
document.querySelector("[data-error-summary]")?.focus();
document.addEventListener("htmx:afterSwap", (event) => {
  event.target.querySelector("[data-error-summary]")?.focus();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  if (!link) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = target?.matches("[tabindex]") ? target.querySelector("input, select, textarea") : target;
  if (!field) return;
  event.preventDefault();
  target.closest(".l-field")?.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
