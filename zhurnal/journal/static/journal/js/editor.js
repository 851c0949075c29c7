// The little field over a cell, for signs of more than one key: «оп7», «осв», «зач», «5/4». Suggests what begins so.

import { inCyrillic, readSign, SIGNS, spoken } from "./signs.js";

const MARKS = ["5", "4", "3", "2"].map((text) => ({ text, words: spoken(text) }));
const LONGER = /^(?:оп\d?|н|[1-5]|н\/[1-5]|[1-5]\/?|[1-5]→)$/;

export class Editor {
  // `done(text, key)` is called with a sign and the key that ended it; `cancelled()` when nothing is to be written.
  constructor({ done, cancelled }) {
    Object.assign(this, { done, cancelled });
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    this.list.className = "signs";
    this.list.id = "zh-signs";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Знаки");
    Object.assign(this.input, { className: "cell-input", maxLength: 7, autocomplete: "off", spellcheck: false });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "zh-signs", "aria-autocomplete": "list" })) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.td && this.#end("blur"));
    this.list.addEventListener("pointerdown", (event) => this.#picked(event));
  }

  open(td, text, name) {
    if (this.td) return;
    this.td = td;
    this.signs = matchMedia("(pointer: coarse)").matches ? [...MARKS, ...SIGNS] : SIGNS;
    this.input.value = text;
    this.input.setAttribute("aria-label", name);
    // Above the table, not in it: what comes from the server meanwhile is shown beneath.
    td.closest("main").append(this.input, this.list);
    this.input.focus();
    this.#suggest();
  }

  get isOpen() { return Boolean(this.td); }

  #typed() {
    const value = inCyrillic(this.input.value);
    if (value !== this.input.value) this.input.value = value;
    const sign = readSign(value);
    const certain = sign && sign === value && !LONGER.test(sign) && !SIGNS.some((one) => one.text !== sign && one.text.startsWith(sign));
    if (certain) this.#finish(sign, "sign");
    else this.#suggest();
  }

  #suggest() {
    const value = this.input.value;
    const fitting = this.signs.filter((one) => one.text.startsWith(value) || one.text.replace("/", "").startsWith(value));
    this.chosen = fitting.length && readSign(value) === null ? 0 : -1;
    this.list.replaceChildren(...fitting.map(({ text, words }, index) => {
      const item = document.createElement("li");
      item.id = `zh-sign-${index}`;
      item.dataset.sign = text;
      item.setAttribute("role", "option");
      item.append(Object.assign(document.createElement("b"), { textContent: text }), ` ${words}`);
      return item;
    }));
    this.#mark();
    this.#place();
  }

  #mark() {
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.chosen)));
    this.input.setAttribute("aria-expanded", String(this.list.children.length > 0));
    this.input.setAttribute("aria-activedescendant", this.chosen < 0 ? "" : `zh-sign-${this.chosen}`);
    this.list.hidden = this.list.children.length === 0;
  }

  #place() {
    const cell = this.td.getBoundingClientRect();
    Object.assign(this.input.style, { left: `${cell.left}px`, top: `${cell.top}px`, minWidth: `${cell.width}px`, height: `${cell.height}px` });
    const below = innerHeight - cell.bottom > this.list.offsetHeight + 8;
    this.list.style.left = `${Math.max(4, Math.min(cell.left, innerWidth - this.list.offsetWidth - 8))}px`;
    this.list.style.top = `${below ? cell.bottom + 2 : cell.top - this.list.offsetHeight - 2}px`;
  }

  #key(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = this.list.children;
    if (step && length) {
      this.chosen = (this.chosen + step + length) % length;
      this.#mark();
    } else if (event.key === "Escape") {
      this.#close();
      this.cancelled();
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.#end(event.shiftKey ? `Shift${event.key}` : event.key);
    } else return;
    event.preventDefault();
  }

  #picked(event) {
    const item = event.target.closest("[data-sign]");
    if (!item) return;
    event.preventDefault();
    this.#finish(item.dataset.sign, "Enter");
  }

  #end(key) {
    const picked = this.list.children[this.chosen]?.dataset.sign;
    const sign = picked ?? readSign(this.input.value);
    if (sign !== null) return this.#finish(sign, key);
    if (key === "blur") {
      this.#close();
      return this.cancelled(this.input.value);
    }
    this.input.setAttribute("aria-invalid", "true");
    return undefined;
  }

  #finish(sign, key) {
    this.#close();
    this.done(sign, key);
  }

  #close() {
    this.td = null;
    this.list.remove();
    this.input.remove();
    this.input.removeAttribute("aria-invalid");
  }
}
