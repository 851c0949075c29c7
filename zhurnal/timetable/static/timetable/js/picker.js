// The choice of a course for a cell: a list that is narrowed by typing; what is left to be placed comes first.

import { read } from "./send.js";

const fold = (text) => text.toLowerCase().replaceAll("ё", "е");

const line = (option, index) => {
  const li = document.createElement("li");
  li.id = `picker-${index}`;
  li.role = "option";
  li.dataset.index = index;
  const add = (tag, text, kind = "") => {
    if (!text) return;
    const part = document.createElement(tag);
    part.textContent = text;
    if (kind) part.className = kind;
    li.append(part);
  };
  add("b", option.title);
  add("span", option.hours === "0" ? "" : `осталось ${option.left} из ${option.hours} ч.`, "soft");
  add("i", [option.teachers, option.room_name].filter(Boolean).join(", "), "soft");
  add("em", option.no, "bad");
  add("em", option.no ? "" : option.soft, "warn");
  if (option.instead.length && !option.no) add("em", "встанет вместо того, что здесь", "soft");
  return li;
};

export class Picker {
  constructor(dialog, board) {
    Object.assign(this, { dialog, board, options: [], shown: [], chosen: 0 });
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("ul");
    this.input.addEventListener("input", () => this.#narrow());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => {
      const li = event.target.closest("li[data-index]");
      if (li) this.#choose(Number(li.dataset.index));
    });
    dialog.addEventListener("close", () => board.stand(board.at));
  }

  async open(td, typed = "") {
    this.board.stand(td);
    const { weekday, row, column } = this.board.cells.place(td);
    this.dialog.querySelector("h2").textContent = this.board.cells.name(td);
    this.dialog.querySelector("#picker-here").textContent = this.board.cells.units(td).map((unit) => unit.title).join("; ");
    this.input.value = typed;
    this.options = [];
    this.#narrow();
    this.dialog.showModal();
    this.input.focus();
    const answer = await read(this.board.dataset.options, { ...this.board.view, column, weekday, row });
    this.options = answer?.courses ?? [];
    this.#narrow();
  }

  // What begins with the words stands before what only has them.
  #narrow() {
    const words = fold(this.input.value.trim());
    const fits = this.options.filter((one) => fold(`${one.title} ${one.teachers}`).includes(words));
    this.shown = words ? [...fits.filter((one) => fold(one.title).startsWith(words)), ...fits.filter((one) => !fold(one.title).startsWith(words))] : fits;
    this.list.replaceChildren(...this.shown.map(line));
    if (!this.shown.length) this.list.append(this.#nothing());
    this.#stand(0);
  }

  #nothing() {
    const li = document.createElement("li");
    li.className = "soft";
    li.textContent = this.options.length ? "Такого курса здесь нет." : "Курсов нет: заведите их на странице класса.";
    return li;
  }

  #stand(index) {
    this.chosen = Math.max(0, Math.min(index, this.shown.length - 1));
    for (const li of this.list.children) li.ariaSelected = String(li.dataset.index === String(this.chosen));
    const li = this.list.children[this.chosen];
    li?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", li?.id ?? "");
  }

  #key(event) {
    const acts = {
      ArrowDown: () => this.#stand(this.chosen + 1),
      ArrowUp: () => this.#stand(this.chosen - 1),
      Enter: () => this.#choose(this.chosen),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  #choose(index) {
    const option = this.shown[index];
    if (!option) return;
    this.dialog.close();
    this.board.put(this.board.at, option);
  }
}
