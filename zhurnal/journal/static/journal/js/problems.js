// What could not be saved, loudly: a tray at the foot of the page that stays until the person has decided.

import { CONFLICT } from "./order.js";

const el = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

const shown = (text) => (text ? `«${text}»` : "пусто");

export class Problems {
  // `goTo(entry)` puts the focus into the entry's cell if it is on this page and answers whether it was.
  constructor(queue, goTo = () => false) {
    Object.assign(this, { queue, goTo, drawn: "" });
    this.box = el("section", { className: "problems no-print", hidden: true });
    this.box.setAttribute("aria-label", "Не сохранено");
    const loud = el("div");
    loud.setAttribute("role", "alert");
    this.list = el("ul");
    loud.append(this.list);
    this.box.append(loud);
    document.body.append(this.box);
    queue.addEventListener("change", () => this.draw());
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-save-action=error]") || this.box.hidden) return;
      event.preventDefault();
      this.box.querySelector("button, a")?.focus();
    });
    this.draw();
  }

  draw() {
    const { problems } = this.queue;
    const now = problems.map(({ id, state, act }) => `${id} ${state} ${act}`).join();
    if (now === this.drawn) return;
    this.drawn = now;
    this.box.hidden = problems.length === 0;
    this.list.replaceChildren(...problems.map((entry) => this.#item(entry)));
  }

  #item(entry) {
    const { label, state, fields, theirs, error } = entry;
    const head = el("p", { className: "problem-head" }, el("b", { textContent: label?.who ?? "Запись" }), label?.what ? `, ${label.what}` : "");
    const typed = fields.text === undefined ? "" : `вы ввели ${fields.text ? `«${fields.text}»` : "пустую клетку"}`;
    const words = state === CONFLICT
      ? `Клетку изменил кто-то другой: сейчас там ${shown(theirs)}, ${typed}.`
      : [error, typed && `${typed[0].toUpperCase()}${typed.slice(1)}, осталось ${shown(theirs)}.`].filter(Boolean).join(" ");
    const text = state === CONFLICT && error ? `${error} Сейчас ${shown(theirs)}, ${typed}.` : words;
    return el("li", { className: `problem ${state}` }, el("div", {}, head, el("p", { textContent: text })), this.#buttons(entry));
  }

  #buttons(entry) {
    const button = (textContent, act) => {
      const node = el("button", { type: "button", className: "button small", textContent });
      node.addEventListener("click", () => act(entry));
      return node;
    };
    const go = el("a", { className: "button small quiet", textContent: "К клетке", href: entry.page ?? "#" });
    go.addEventListener("click", (event) => this.goTo(entry) && event.preventDefault());
    const choices = entry.state === CONFLICT
      ? [button(`Оставить ${shown(entry.theirs)}`, (one) => this.queue.keepTheirs(one)),
        button(`Поставить ${entry.fields.text ? `«${entry.fields.text}»` : "пусто"}`, (one) => this.queue.putMine(one))]
      : [button("Понятно", (one) => this.queue.dismiss(one))];
    return el("div", { className: "actions" }, ...(entry.fields.text === undefined ? [] : [go]), ...choices);
  }
}
