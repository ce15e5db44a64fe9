// A file input lists what was chosen, with sizes, and refuses files above data-max-bytes before they travel.
const units = ["B", "KB", "MB", "GB"];

function size(bytes) {
  let step = 0;
  let value = bytes;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${value >= 10 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-files]")) return;
  const limit = Number(input.dataset.maxBytes || Infinity);
  let list = input.parentElement.querySelector(":scope > ul[data-chosen]");
  if (!list) {
    list = document.createElement("ul");
    list.dataset.chosen = "";
    list.className = "l-files";
    list.setAttribute("aria-live", "polite");
    input.after(list);
  }
  list.replaceChildren();
  let refusal = "";
  for (const file of input.files) {
    const item = document.createElement("li");
    item.textContent = `${file.name} `;
    const weight = document.createElement("span");
    weight.className = "l-muted";
    weight.textContent = size(file.size);
    item.append(weight);
    if (file.size > limit) {
      item.classList.add("l-file-refused");
      refusal = (input.dataset.tooLarge || "").replace("{name}", file.name).replace("{limit}", size(limit));
      weight.textContent = refusal;
    }
    list.append(item);
  }
  input.setCustomValidity(refusal);
  if (refusal) input.reportValidity();
});
