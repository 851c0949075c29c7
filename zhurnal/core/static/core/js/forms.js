// Forms: a form is sent once; a filter goes by itself (data-autosubmit); the summary of errors takes the focus;
// one that may be sent again (data-many) is another act when something in it changed or the reader came back to the page;
// data-print prints; data-check="selector" on a button ticks those boxes of its form. What htmx is refused is said in a toast.

document.querySelector(".error-summary")?.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
const sent = new Set();
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.querySelector("[name=act]") && event.target.hasAttribute("data-many")) sent.add(event.target);
});
const renew = (form) => {
  if (sent.delete(form)) form.querySelector("[name=act]").value = uuid();
};
document.addEventListener("change", (event) => renew(event.target.form));
addEventListener("focus", () => sent.forEach(renew));

// crypto.randomUUID is there on secure addresses only.
const uuid = () => {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
};

// A page that comes back by «Назад» may send again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  const all = event.target.closest("button[data-check]");
  if (all) for (const box of all.form.querySelectorAll(all.dataset.check)) box.checked = true;
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
});

const words = (xhr) => {
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.includes("json")) return JSON.parse(xhr.responseText).error;
  if (xhr.status !== 409) return "";
  return new DOMParser().parseFromString(xhr.responseText, "text/html").body.textContent.trim();
};

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const text = words(xhr) || "Не получилось. Попробуйте ещё раз.";
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "bad" } }));
});
document.addEventListener("htmx:sendError", () => {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: "Нет связи с сервером. Проверьте сеть и повторите.", kind: "bad" } }));
});

// «Вернуться» of a refusal keeps what was typed: the browser restores the form.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
});
