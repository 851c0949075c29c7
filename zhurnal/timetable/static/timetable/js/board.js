// entry: <zh-board>, the grid of a draft of the timetable; it brings the parts together. The server decides what may stand where:
// the grid asks it while a lesson is held, and draws the cells that each change answers with.

import { Cells } from "./cells.js";
import { connectDrag } from "./drag.js";
import { connectKeys } from "./keys.js";
import { Picker } from "./picker.js";
import { read, send } from "./send.js";

const toast = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }));

class Board extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.put) return;
    this.cells = new Cells(this.querySelector("table"));
    this.said = this.querySelector(".board-said");
    this.done = [];
    this.held = null;
    this.turn = Promise.resolve();
    this.picker = new Picker(document.getElementById("board-picker"), this);
    this.cells.quiet();
    connectKeys(this);
    connectDrag(this);
    this.#links();
    this.#fit();
    addEventListener("resize", () => this.#fit());
    this.stand(this.#start(), { focus: false });
    this.toggleAttribute("data-ready", true);
  }

  get view() { return { by: this.dataset.by, only: this.dataset.only }; }

  #start() {
    const asked = location.hash.startsWith("#at-") ? document.getElementById(location.hash.slice(1)) : null;
    return asked ?? this.cells.rows[0][0];
  }

  // A link to a clash goes to its cell when it is in sight.
  #links() {
    document.addEventListener("click", (event) => {
      const address = event.target.closest("[data-go]")?.getAttribute("href") ?? "";
      const td = address.startsWith("#at-") ? document.getElementById(address.slice(1)) : null;
      if (!td) return;
      event.preventDefault();
      this.stand(td);
    });
  }

  #fit() {
    const above = this.getBoundingClientRect().top + scrollY;
    this.style.setProperty("--above", `${Math.round(above) + 44}px`);
  }

  stand(td, { focus = true } = {}) {
    if (!td) return;
    if (this.at) this.at.removeAttribute("tabindex");
    this.at = td;
    td.tabIndex = 0;
    if (focus) td.focus({ preventScroll: true });
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.tell(td);
  }

  // What stands in the cell, or why what is held can't go there.
  tell(td) {
    const units = this.cells.units(td).map((unit) => unit.title);
    const why = td.dataset.why ? ` — ${td.dataset.why}` : "";
    this.said.textContent = `${this.cells.name(td)}: ${units.join("; ") || "пусто"}${why}`;
    this.said.classList.toggle("bad", td.classList.contains("cant"));
  }

  // Take the lessons of a cell to move or to copy them; the server says where they may go.
  async hold(td, slots, mode, { again = false } = {}) {
    this.release();
    if (!slots.length) return;
    const held = { td, slots, mode, columns: this.cells.columnsOf(slots) };
    this.held = held;
    for (const unit of this.cells.units(td)) unit.classList.toggle("held", slots.includes(unit.dataset.slot));
    this.dataset.held = mode;
    if (mode === "copy" && !again) toast("Урок скопирован: встаньте на место и нажмите Ctrl+V.");
    const answer = await read(this.dataset.free, { ...this.view, slots: slots.join(",") });
    if (this.held === held && answer) this.#paint(held, answer.places);
  }

  #paint({ columns, td: from }, places) {
    for (const td of this.cells.all) {
      const { place, column } = this.cells.place(td);
      if (td === from || !columns.has(column)) continue;
      const said = places[place];
      td.classList.add(said?.no ? "cant" : said?.soft ? "may" : "can");
      if (said) td.dataset.why = said.no ?? said.soft;
    }
    if (this.at) this.tell(this.at);
  }

  release() {
    if (!this.held) return;
    this.held = null;
    delete this.dataset.held;
    for (const td of this.cells.all) {
      td.classList.remove("can", "cant", "may", "over");
      delete td.dataset.why;
    }
    for (const unit of this.querySelectorAll(".unit.held")) unit.classList.remove("held");
  }

  // Whether what is held may be dropped into this column at all; in words when not.
  obstacle(td) {
    const { column, shift } = this.cells.place(td);
    if (this.held && shift !== this.cells.place(this.held.td).shift) return "Это урок другой смены.";
    if (!this.held || this.held.columns.has(column) || this.dataset.by === "room") return "";
    if (this.held.mode === "copy" && this.dataset.by === "class") return "";
    return `Этот урок — из колонки ${this.cells.head(this.held.td)}: переставить его можно только в ней.`;
  }

  drop(td, { copy = this.held?.mode === "copy" } = {}) {
    if (!this.held || td === this.held.td) return this.release();
    if (copy) this.held.mode = "copy";
    const obstacle = this.obstacle(td);
    if (obstacle) return toast({ text: obstacle, kind: "warn" });
    const { weekday, number, column } = this.cells.place(td);
    const { slots, columns } = this.held;
    const fields = { slots, weekday, number };
    if (this.dataset.by === "room" && !columns.has(column)) fields.room = column;
    if (copy && this.dataset.by === "class") fields.klass = column;
    if (!copy) fields.swap = "on";
    if (!copy) this.release();
    return this.change(copy ? this.dataset.copy : this.dataset.move, fields);
  }

  clear(td) {
    const slots = this.cells.slots(td);
    if (slots.length) this.change(this.dataset.clear, { slots });
  }

  put(td, option) {
    const { weekday, number, column } = this.cells.place(td);
    const fields = { course: option.course, weekday, number, room: option.room ?? "", instead: option.instead };
    if (this.dataset.by === "teacher" && option.teachers.includes(",")) fields.teacher = column;
    this.change(this.dataset.put, fields);
  }

  undo() {
    const steps = this.done.pop();
    if (!steps) return toast("Возвращать нечего.");
    return steps.map(([url, fields]) => this.change(url, fields, { keep: false })).at(-1);
  }

  // One change after another: each is answered by the cells as they are now.
  change(url, fields, { keep = true } = {}) {
    this.turn = this.turn.then(async () => {
      const { answer, error, reload } = await send(url, { ...this.view, ...fields });
      if (reload) return location.reload();
      if (error) return toast({ text: error, kind: "bad" });
      this.#draw(keep ? answer : { ...answer, said: "Возвращено" });
      if (keep) this.done.push(answer.undo);
      return undefined;
    });
    return this.turn;
  }

  #draw({ cells, heads, side, said }) {
    const copied = this.held?.mode === "copy" ? this.held : null;
    this.release();
    for (const [place, html] of Object.entries(cells)) {
      const td = document.getElementById(`at-${place}`);
      if (td && td.dataset.html !== html) {
        td.innerHTML = html;
        td.dataset.html = html;
      }
    }
    for (const [column, words] of Object.entries(heads)) this.cells.setSub(column, words);
    document.getElementById("board-side").innerHTML = side;
    this.cells.quiet();
    if (this.at) this.tell(this.at);
    this.said.textContent = `${said}. ${this.said.textContent}`;
    if (copied) this.hold(copied.td, copied.slots, "copy", { again: true });
  }
}

customElements.define("zh-board", Board);
