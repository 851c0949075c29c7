// The last visit is remembered a moment after the page was really seen, so that what is new next time is told from here on.
const form = document.querySelector("form[data-visit]");

function remember() {
  fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    keepalive: true,
  }).catch(() => {});
}

function whenSeen() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", whenSeen);
  setTimeout(remember, 1500);
}

if (form) {
  document.addEventListener("visibilitychange", whenSeen);
  whenSeen();
}
