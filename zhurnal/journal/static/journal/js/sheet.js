// The table of the register as rows, columns and cells. It knows where things stand and how a cell is shown; no keys, no network.

import { classOf, marksOf } from "./signs.js";

const COLOURS = ["m5", "m4", "m3", "m2", "abs"];

export class Sheet {
  constructor(table, { graded = true } = {}) {
    this.table = table;
    this.graded = graded;
    this.columns = [...table.tHead.querySelectorAll("th[data-lesson]")].map((th, index) => new Column(th, index));
    this.rows = [...table.tBodies[0].querySelectorAll("tr[data-student]")].map((tr, index) => new Row(tr, index, this.columns.length));
    this.#colgroup();
    this.places = new Map();
    for (const row of this.rows) row.cells.forEach((td, column) => this.places.set(td, [row.index, column]));
  }

  // Today and the days to come are tinted by their <col>.
  #colgroup() {
    const group = document.createElement("colgroup");
    const col = (name) => group.append(Object.assign(document.createElement("col"), { className: name }));
    col("names");
    for (const { th } of this.columns) col(th.className);
    this.table.prepend(group);
  }

  // Take the heads of a freshly loaded register (a first work has its sign now); false when its columns are not the same.
  renewHeads(fresh) {
    const heads = [...fresh.tHead.querySelectorAll("th[data-lesson]")];
    const same = heads.length === this.columns.length
      && heads.every(({ dataset }, place) => dataset.lesson === this.columns[place].lesson && dataset.work === this.columns[place].work);
    if (same) this.columns.forEach((column, place) => column.renew(heads[place]));
    return same;
  }

  td(row, column) { return this.rows[row]?.cells[column]; }

  // { row, column } of a cell, or undefined for what is no cell of marks.
  place(td) {
    const [row, column] = this.places.get(td) ?? [];
    return row === undefined ? undefined : { row: this.rows[row], column: this.columns[column] };
  }

  // The cell of ids as the server and the queue write them; an empty work is the lesson's first column.
  find({ lesson, work, student }) {
    const row = this.rows.find((one) => one.student === String(student));
    const of = this.columns.filter((one) => one.lesson === String(lesson));
    const column = of.find((one) => one.work === String(work ?? "")) ?? (work ? undefined : of[0]);
    return row && column ? row.cells[column.index] : undefined;
  }

  // Why this can't be written here, or an empty string. The server has the last word.
  obstacle(td, text = "") {
    const { column } = this.place(td);
    if (!this.graded && marksOf(text)) return "Здесь отметки не ставят: можно отмечать только посещаемость.";
    if (column.is("future")) return "Урок ещё не прошёл: отметки и посещаемость ставят в день урока.";
    if (td.classList.contains("shut")) return "Ученика в этот день не было в группе.";
    if (column.is("fixed")) return "Эту колонку вы только читаете.";
    return "";
  }

  text(td) { return td.textContent; }

  show(td, text) {
    if (td.textContent !== text) td.textContent = text;
    td.classList.remove(...COLOURS, "long");
    const colour = classOf(text);
    if (colour) td.classList.add(colour);
    if (text.length > 3) td.classList.add("long");
  }

  // «Абрамова Алиса, 24 ноября, вторник, ответ на уроке, вес 2»
  name(td) {
    const { row, column } = this.place(td);
    return `${row.name}, ${column.name}`;
  }

  // The right-hand columns of a student, as the server reckoned them.
  showTotals({ student, ...totals }) {
    const row = this.rows.find((one) => one.student === String(student));
    for (const [name, value] of Object.entries(totals)) {
      const td = row?.tr.querySelector(`td.${name}`);
      const said = value === 0 ? "" : String(value);
      if (td && td.textContent !== said) td.textContent = said;
    }
  }
}

class Column {
  constructor(th, index) {
    Object.assign(this, { th, index, lesson: th.dataset.lesson, date: th.dataset.date });
    this.renew(th);
  }

  renew(th) {
    const [link, fresh] = [this.th, th].map((one) => one.querySelector("a"));
    if (link !== fresh) {
      link.replaceChildren(...fresh.childNodes);
      link.setAttribute("aria-label", fresh.getAttribute("aria-label"));
      Object.assign(this.th.dataset, th.dataset);
      this.th.classList.toggle("control", th.classList.contains("control"));
    }
    this.name = link?.getAttribute("aria-label") ?? this.th.textContent.trim();
  }

  get work() { return this.th.dataset.work ?? ""; }

  set work(id) { this.th.dataset.work = id; }

  is(state) { return this.th.classList.contains(state); }
}

class Row {
  constructor(tr, index, width) {
    Object.assign(this, { tr, index, student: tr.dataset.student });
    const th = tr.querySelector("th");
    this.name = th.textContent.trim();
    let td = th.nextElementSibling;
    this.cells = [];
    for (; td && this.cells.length < width; td = td.nextElementSibling) this.cells.push(td);
  }
}
