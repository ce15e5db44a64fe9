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
  // A form that asks for one day for all files gets a day of its own for each file here (problems/pages/files.py).
  const common = input.form?.querySelector("input[name=formed_on]");
  for (const [place, file] of [...input.files].entries()) {
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
    if (common) {
      const day = document.createElement("input");
      day.type = "date";
      day.name = `formed_${place}`;
      day.className = "form-control l-file-day";
      day.max = common.max;
      day.setAttribute("aria-label", `${input.dataset.formed || common.name} ${file.name}`);
      item.append(" ", day);
    }
    list.append(item);
  }
  input.setCustomValidity(refusal);
  if (refusal) input.reportValidity();
});
