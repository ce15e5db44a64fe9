// A select with data-unit-search="address" becomes a box that finds units by a part of the name or pinyin initials.
// The address answers ?q= with li role="option" data-value data-label (components/unit_options.html).
// The select stays the field that is sent, and is what people without scripts use.
const WAIT_MS = 150;

function enhance(select) {
  if ("ready" in select.dataset) return;
  select.dataset.ready = "";
  const label = document.querySelector(`label[for="${select.id}"]`);
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  box.className = "l-combo";
  input.className = "form-control";
  input.id = `${select.id}_search`;
  input.type = "text";
  input.autocomplete = "off";
  input.placeholder = select.dataset.placeholder || "";
  input.value = select.value ? select.selectedOptions[0].textContent.trim() : "";
  input.required = select.required;
  list.className = "l-combo-list";
  list.id = `${select.id}_list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  if (label) {
    label.htmlFor = input.id;
    label.id ||= `${select.id}_label`;
    list.setAttribute("aria-labelledby", label.id);
  }
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  select.hidden = true;
  select.required = false;
  select.before(box);
  box.append(input, list);
  for (const link of document.querySelectorAll(`a[href="#${select.id}"]`)) link.hash = input.id;

  let timer = 0;
  let asked = null;
  let active = null;

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) point(null);
  }
  function point(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (active) {
      active.setAttribute("aria-selected", "true");
      active.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", active.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }
  function set(value, text) {
    if (value && ![...select.options].some((option) => option.value === value)) {
      select.add(new Option(text, value));
    }
    if (select.value === value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function choose(option) {
    input.value = option.dataset.label;
    input.setCustomValidity("");
    set(option.dataset.value, option.dataset.label);
    show(false);
  }
  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(select.dataset.unitSearch, location.href);
    address.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
      show(true);
      point(list.querySelector("[data-value]"));
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  }

  input.addEventListener("input", () => {
    set("", "");
    input.setCustomValidity(input.value ? select.dataset.choose || "" : "");
    clearTimeout(timer);
    if (input.value.trim()) timer = setTimeout(ask, WAIT_MS);
    else show(false);
  });
  input.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[data-value]")];
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(options[(options.indexOf(active) + step + options.length) % options.length]);
    } else if (event.key === "Enter" && active && !event.isComposing) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show(false);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[data-value]");
    event.preventDefault();
    if (option) choose(option);
  });
  input.addEventListener("blur", () => show(false));
}

function prepare(root) {
  for (const select of root.querySelectorAll("select[data-unit-search]")) enhance(select);
}
document.addEventListener("htmx:afterSwap", () => prepare(document));
prepare(document);
