// A page shows the figures that the chosen violation type counts, and no others; a part marked data-figures-scope goes
// by its own type. Without this script all of them are there. What is hidden is emptied, so that nothing unseen is sent.
function show(select) {
  const wanted = (select.selectedOptions[0]?.dataset.figures || "").split(" ").filter(Boolean);
  const scope = select.closest("[data-figures-scope]") || document;
  for (const part of scope.querySelectorAll("[data-figures-for]")) {
    const needed = part.dataset.figuresFor.split(" ").some((kind) => wanted.includes(kind));
    part.hidden = !needed;
    if (!needed) {
      for (const input of part.querySelectorAll("input, select")) input.value = "";
    }
  }
}

for (const select of document.querySelectorAll("select[name$=violation_type]")) {
  select.addEventListener("change", () => show(select));
  show(select);
}

// What only a policy-caused entry needs, likewise; text stays, since the service asks for it by the nature.
const nature = document.querySelector("select[name=nature]");

function showNature() {
  for (const part of document.querySelectorAll("[data-nature-for]")) {
    part.hidden = part.dataset.natureFor !== nature.value;
  }
}

if (nature) {
  nature.addEventListener("change", showNature);
  showNature();
}
