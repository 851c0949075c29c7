// Toasts. Anyone shows one by an event: document.dispatchEvent(new CustomEvent("toast", { detail: "Сохранено" })),
// the server by the header HX-Trigger: {"toast": "Сохранено"}. A detail may be { text, kind: "bad", undo: function }.

const box = document.getElementById("toasts");

const show = ({ text, kind = "", undo = null }) => {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.kind = kind;
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = undo ? "Отменить" : "Понятно";
  button.addEventListener("click", () => {
    toast.remove();
    if (undo) undo();
  });
  toast.append(button);
  box.append(toast);
  while (box.children.length > 3) box.firstElementChild.remove();
  // Time to read grows with the words; an error stays until it is read.
  if (kind !== "bad") setTimeout(() => toast.remove(), 4000 + text.length * 60);
};

document.addEventListener("toast", ({ detail }) => {
  if (!box || !detail) return;
  const given = typeof detail === "string" ? detail : (detail.text ?? detail.value ?? detail);
  show(typeof given === "string" ? { ...(typeof detail === "object" ? detail : {}), text: given } : given);
});
