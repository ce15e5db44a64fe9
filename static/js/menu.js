// The drawer and the drop-downs close on Escape and when the focus or a click goes elsewhere. Without this they close by their own button.
const toggle = document.querySelector("[data-menu-toggle]");

function closeDrops(except) {
  for (const drop of document.querySelectorAll("details[data-drop][open]")) {
    if (!drop.contains(except)) drop.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeDrops(event.target);
  const away = !event.target.closest(".l-side, .l-menu-button, [data-menu-toggle]");
  if (toggle?.checked && away) toggle.checked = false;
});
document.addEventListener("focusin", (event) => closeDrops(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const drop = event.target.closest?.("details[data-drop][open]");
  if (drop) {
    drop.open = false;
    drop.querySelector("summary").focus();
  } else if (toggle?.checked) {
    toggle.checked = false;
    toggle.focus();
  }
});
