// Menus made of <details data-menu>: one open at a time; Esc, a click elsewhere and leaving by Tab close it.

const opened = () => document.querySelectorAll("details[data-menu][open]");

const close = (except) => {
  for (const menu of opened()) if (menu !== except) menu.open = false;
};

document.addEventListener("click", (event) => close(event.target.closest("details[data-menu]")));
document.addEventListener("focusin", (event) => close(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a narrow screen the chosen period or tab may stand outside the row that scrolls.
for (const current of document.querySelectorAll(".segments [aria-current], .tabs [aria-current]")) {
  const row = current.closest(".segments, .tabs");
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
