// The keyboard of the register: one tab stop, arrows, Enter down, Tab right, signs, selection by Shift. It decides nothing about
// saving: what is typed goes to the writer.

import { Editor } from "./editor.js";
import { afterAbsent, charOf, spoken } from "./signs.js";

const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0],
};
const AFTER = { Enter: [1, 0], ShiftEnter: [-1, 0], Tab: [0, 1], ShiftTab: [0, -1] };
const ADVANCE = "zhurnal.advance";

const remembered = (name) => {
  try {
    return localStorage.getItem(name) === "1";
  } catch {
    return false;
  }
};

export class Grid extends EventTarget {
  // `hooks`: write(changes), undo(), redo(), details(td), say(words), warn(words)
  constructor(sheet, hooks) {
    super();
    Object.assign(this, { sheet, hooks, at: null, anchor: null, typed: null, began: null, leaving: false, advance: remembered(ADVANCE) });
    this.editor = new Editor({
      done: (text, key) => this.#edited(text, key),
      cancelled: (left) => this.#cancelled(left),
    });
    const { table } = sheet;
    table.setAttribute("role", "grid");
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("pointerdown", (event) => this.#press(event));
    table.addEventListener("click", (event) => this.#tapped(event));
    table.addEventListener("dblclick", (event) => this.#twice(event));
    table.addEventListener("focusin", (event) => this.#entered(event.target.closest("td")));
    table.addEventListener("focusout", () => this.#left());
  }

  // The cell that Tab comes to; without `focus` the page's focus stays where it is.
  stand(td, { focus = true, extend = false } = {}) {
    if (!td || !this.sheet.place(td)) return;
    const before = this.at;
    this.at = td;
    if (!extend) this.anchor = td;
    if (before && before !== td) before.removeAttribute("tabindex");
    td.tabIndex = 0;
    td.setAttribute("aria-label", this.#label(td));
    if (before && before !== td) before.removeAttribute("aria-label");
    this.#paint();
    if (focus) td.focus({ preventScroll: true });
    this.#reveal(td);
    if (before !== td) this.dispatchEvent(new CustomEvent("stood", { detail: this.sheet.place(td) }));
  }

  setAdvance(on) {
    this.advance = on;
    try {
      localStorage.setItem(ADVANCE, on ? "1" : "0");
    } catch { /* kept for this page only */ }
  }

  // The chosen cells, row by row.
  get picked() {
    const [from, to] = [this.anchor, this.at].map((td) => this.sheet.places.get(td));
    const rows = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const columns = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
    const cells = [];
    for (let row = rows[0]; row <= rows[1]; row += 1) {
      cells.push(this.sheet.rows[row].cells.slice(columns[0], columns[1] + 1));
    }
    return cells;
  }

  // A sign typed by a key or pressed on the pad.
  sign(text) {
    const cells = this.picked.flat();
    const closed = cells.map((td) => this.sheet.obstacle(td, text)).find(Boolean);
    if (closed) return this.hooks.warn(closed);
    this.hooks.write(cells.map((td) => [td, text]));
    this.hooks.say(spoken(text));
    this.#refresh();
    if (cells.length === 1 && this.advance && text) {
      this.typed = this.at;
      this.#onward([1, 0]);
    }
    return undefined;
  }

  #label(td) { return `${this.sheet.name(td)}: ${spoken(this.sheet.text(td))}`; }

  #refresh() { this.at?.setAttribute("aria-label", this.#label(this.at)); }

  #entered(td) {
    if (td && td !== this.at) this.stand(td);
    this.sheet.table.classList.add("active");
  }

  #left() {
    this.leaving = false;
    this.sheet.table.classList.toggle("active", this.editor.isOpen);
  }

  #paint() {
    const old = this.sheet.table.querySelectorAll(".picked, tr.current, th.current");
    for (const one of old) one.classList.remove("picked", "current");
    const { row, column } = this.sheet.place(this.at);
    row.tr.classList.add("current");
    column.th.classList.add("current");
    const cells = this.picked.flat();
    if (cells.length > 1) for (const td of cells) td.classList.add("picked");
  }

  // Names, dates and the right-hand columns stay in view; the cell must stand clear of them.
  #reveal(td) {
    const box = td.closest("zh-register");
    if (!box) return;
    const row = td.parentElement;
    const [cell, frame] = [td.getBoundingClientRect(), box.getBoundingClientRect()];
    const head = this.sheet.table.tHead.getBoundingClientRect().bottom;
    const left = row.querySelector("th").getBoundingClientRect().right;
    const right = frame.left + stickyEdge(row, box);
    if (cell.left < left) box.scrollLeft -= left - cell.left + cell.width;
    else if (cell.right > right) box.scrollLeft += cell.right - right + cell.width;
    if (cell.top < head) box.scrollTop -= head - cell.top;
    else if (cell.bottom > frame.top + box.clientHeight) box.scrollTop += cell.bottom - frame.top - box.clientHeight;
  }

  #press(event) {
    const td = event.target.closest("td");
    this.byFinger = event.pointerType === "touch";
    if (!td || !this.sheet.place(td) || event.button !== 0 || this.byFinger) return;
    event.preventDefault();
    this.typed = null;
    this.stand(td, { extend: event.shiftKey });
  }

  // A finger chooses a cell, and opens the field on the chosen one: the tablet's keyboard comes with it.
  #tapped(event) {
    const td = this.byFinger && event.target.closest("td");
    if (!td || !this.sheet.place(td)) return;
    const again = td === this.at && document.activeElement === td;
    this.stand(td);
    if (again) this.edit();
  }

  #twice(event) {
    const td = event.target.closest("td");
    if (td && this.sheet.place(td)) this.edit();
  }

  edit(text = this.sheet.text(this.at)) {
    const closed = this.sheet.obstacle(this.at);
    if (closed) return this.hooks.warn(closed);
    this.anchor = this.at;
    this.#paint();
    return this.editor.open(this.at, text, this.sheet.name(this.at));
  }

  #edited(text, key) {
    if (key !== "blur") this.stand(this.at);
    const before = this.at;
    this.sign(text);
    if (key in AFTER && this.at === before) this.#onward(AFTER[key]);
  }

  #cancelled(left) {
    if (left === undefined) this.stand(this.at);
    else if (left) this.hooks.warn(`Знака «${left}» в журнале нет: клетка осталась как была.`);
  }

  #step([down, right], extend = false) {
    const [row, column] = this.sheet.places.get(this.at);
    const next = [row + down, column + right];
    if (Math.abs(down) > 1) next[0] = Math.max(0, Math.min(next[0], this.sheet.rows.length - 1));
    const td = this.sheet.td(...next);
    if (td) this.stand(td, { extend });
    return Boolean(td);
  }

  // On to the next child of the lesson: those who were not in the group that day are passed over.
  #onward([down, right]) {
    const [row, column] = this.sheet.places.get(this.at);
    let next = row + down;
    while (down && this.sheet.td(next, column)?.classList.contains("shut")) next += down;
    const td = this.sheet.td(next, column + right);
    if (td) this.stand(td);
    return Boolean(td);
  }

  #key(event) {
    if (!this.at || event.target !== this.at || event.isComposing) return;
    const { key } = event;
    const command = event.ctrlKey || event.metaKey;
    if (key !== "Tab" && key !== "Shift") this.leaving = false;
    const handled = command ? this.#command(event) : !event.altKey && this.#plain(event);
    if (!["Shift", "Control", "Alt", "Meta"].includes(key) && !this.justTyped) this.typed = this.began = null;
    this.justTyped = false;
    if (handled) event.preventDefault();
  }

  #command({ code, key, shiftKey }) {
    const jump = { Home: [0, 0], End: [this.sheet.rows.length - 1, this.sheet.columns.length - 1] }[key];
    if (jump) return this.#go(...jump, shiftKey);
    if (code === "KeyZ" && !shiftKey) return this.#swing(this.hooks.undo());
    if (code === "KeyY" || (code === "KeyZ" && shiftKey)) return this.#swing(this.hooks.redo());
    return false;
  }

  #swing(step) {
    if (step?.td) this.stand(step.td);
    if (step) this.hooks.say(`возвращено: ${spoken(this.sheet.text(this.at))}`);
    return true;
  }

  #go(row, column, extend) {
    this.stand(this.sheet.td(row, column), { extend });
    return true;
  }

  #plain(event) {
    const { key, shiftKey } = event;
    if (key in MOVES) return this.#step(MOVES[key], shiftKey && key.startsWith("Arrow")) || true;
    const row = this.sheet.places.get(this.at)[0];
    if (key === "Home") return this.#go(row, 0, shiftKey);
    if (key === "End") return this.#go(row, this.sheet.columns.length - 1, shiftKey);
    if (key === "Escape") return this.#escape();
    if (key === "Tab") return !this.leaving && this.#step([0, shiftKey ? -1 : 1]);
    // «5 Enter 4 Enter» means the same with signs that move down by themselves: no child is skipped.
    if (key === "Enter") return Boolean(this.typed) || this.#onward(AFTER[shiftKey ? "ShiftEnter" : "Enter"]) || true;
    if (key === "F2") return this.hooks.details(this.at) ?? true;
    if (key === "Delete" || key === "Backspace") return this.#clear(key);
    return this.began && afterAbsent(event) ? this.#longer(afterAbsent(event)) : this.#char(charOf(event));
  }

  // Esc gives up a selection; after it Tab leaves the grid instead of moving to the right.
  #escape() {
    this.leaving = true;
    this.stand(this.at);
    return true;
  }

  #clear(key) {
    const back = key === "Backspace" && this.typed && !this.sheet.text(this.at);
    if (back) this.stand(this.typed);
    this.sign("");
    return true;
  }

  #char(char) {
    if (!char) return false;
    this.justTyped = true;
    if (char === "/") return this.#slash();
    this.began = char === "н" ? this.at : null;
    if (/[1-5.бн]/.test(char)) this.sign(char);
    else this.edit(char);
    return true;
  }

  // «нез» and «нп» begin with an «н» that was a sign already, and may have moved down.
  #longer(letter) {
    this.stand(this.began);
    this.began = null;
    this.justTyped = true;
    if (letter === "п") this.sign("н/п");
    else this.edit("не");
    return true;
  }

  // «5» «/» «4» makes «5/4», also when the sign has already moved down.
  #slash() {
    if (this.typed) this.stand(this.typed);
    this.typed = null;
    const text = this.sheet.text(this.at);
    this.edit(text ? `${text}/` : "");
    return true;
  }
}

// Where the right-hand columns that stay in view begin, within the frame that scrolls.
export const stickyEdge = (row, frame) => {
  const total = [...row.querySelectorAll("td.mean, td.wmean, td.missed")].find((td) => getComputedStyle(td).position === "sticky");
  return total ? total.getBoundingClientRect().left - frame.getBoundingClientRect().left : frame.clientWidth;
};
