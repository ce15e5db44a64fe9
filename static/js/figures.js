// The register page shows the figures that the chosen violation type counts, and no others.
// Without this script all of them are there. What is hidden is emptied, so that nothing unseen is sent.
const select = document.querySelector("select[name=violation_type]");

function show() {
  const wanted = (select.selectedOptions[0]?.dataset.figures || "").split(" ").filter(Boolean);
  for (const part of document.querySelectorAll("[data-figures-for]")) {
    const needed = part.dataset.figuresFor.split(" ").some((kind) => wanted.includes(kind));
    part.hidden = !needed;
    if (!needed) {
      for (const input of part.querySelectorAll("input, select")) input.value = "";
    }
  }
}

if (select) {
  select.addEventListener("change", show);
  show();
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
