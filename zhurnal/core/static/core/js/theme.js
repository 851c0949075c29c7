// The look of this device: data-set-theme="light|dark|auto", data-set-view="contrast|plain". Kept in cookies, which the server
// reads, so that no page flashes in the wrong colours.

const root = document.documentElement;
const YEAR = 365 * 24 * 60 * 60;

const keep = (name, value) => {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR : 0}; samesite=lax${secure}`;
};

const show = () => {
  const theme = root.dataset.theme ?? "auto";
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
  }
  for (const button of document.querySelectorAll("[data-toggle-view]")) {
    button.setAttribute("aria-pressed", String(root.dataset.view === "contrast"));
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme], [data-toggle-view]");
  if (!button) return;
  if (button.dataset.setTheme) {
    const theme = button.dataset.setTheme === "auto" ? "" : button.dataset.setTheme;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    keep("theme", theme);
  } else {
    const contrast = root.dataset.view !== "contrast";
    if (contrast) root.dataset.view = "contrast";
    else delete root.dataset.view;
    keep("view", contrast ? "contrast" : "");
  }
  show();
});

for (const part of document.querySelectorAll("[data-needs-js]")) part.hidden = false;
show();
