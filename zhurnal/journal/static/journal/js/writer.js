// Writes into cells: shows at once, hands to the queue, and shows what became of it. Keeps what can be taken back.

import { cellKey, CONFLICT, REFUSED, WAITING, sameCell } from "./order.js";

export class Writer extends EventTarget {
  constructor(sheet, queue, { url, seq }) {
    super();
    Object.assign(this, { sheet, queue, url, seq: Number(seq) || 0, done: [], undone: [] });
    queue.addEventListener("change", () => this.#overlay());
    queue.addEventListener("saved", ({ detail }) => this.#mine(detail) && this.#saved(detail));
    queue.addEventListener("refused", ({ detail }) => this.#mine(detail) && this.#failed(detail, "failed"));
    queue.addEventListener("conflict", ({ detail }) => this.#mine(detail) && this.#failed(detail, "conflict"));
    queue.addEventListener("settled", ({ detail }) => this.#mine(detail) && this.#rest(this.#td(detail.entry), detail.text));
    this.#overlay();
  }

  // Write [[td, text], …] as one step that Ctrl+Z takes back whole; answers how many cells really changed.
  write(changes, { remember = true } = {}) {
    const step = [];
    for (const [td, text] of changes) {
      const before = this.sheet.text(td);
      if (before === text) continue;
      step.push({ td, before, after: text });
      this.#put(td, text, before);
    }
    if (remember && step.length) {
      this.done.push(step);
      this.undone = [];
      this.#tell();
    }
    return step.length;
  }

  undo() { return this.#swing(this.done, this.undone, "before", "after"); }

  redo() { return this.#swing(this.undone, this.done, "after", "before"); }

  // Taking back is a new save; a cell that someone changed meanwhile is left alone.
  #swing(from, to, aim, expected) {
    const step = from.pop();
    if (!step) return null;
    const open = step.filter((one) => this.sheet.text(one.td) === one[expected]);
    this.write(open.map((one) => [one.td, one[aim]]), { remember: false });
    to.push(step);
    this.#tell();
    return { td: step[0].td, left: step.length - open.length };
  }

  #tell() { this.dispatchEvent(new Event("steps")); }

  #put(td, text, was) {
    const { row, column } = this.sheet.place(td);
    const fields = { lesson: column.lesson, work: column.work, student: row.student, text, was, seq: String(this.seq) };
    this.sheet.show(td, text);
    td.classList.remove("failed", "conflict", "saved");
    td.classList.add("pending");
    td.removeAttribute("title");
    const older = this.queue.problems.find((entry) => sameCell(entry, { fields }));
    const page = `${location.pathname}?lesson=${column.lesson}`;
    const label = { who: row.name, what: column.name };
    const kept = this.queue.put({ url: this.url, key: cellKey(fields), fields, label, page });
    // Typing again answers what was refused; and typing over a conflict, whose present value is in sight, decides it.
    if (older) kept.then(() => (older.state === CONFLICT ? this.queue.putMine(older) : this.queue.dismiss(older)));
  }

  #mine({ entry }) { return this.sheet.columns.some((column) => column.lesson === entry.fields.lesson); }

  #td({ fields }) { return this.sheet.find(fields); }

  #isWaiting(fields) { return this.queue.entries.some((entry) => entry.state === WAITING && sameCell(entry, { fields })); }

  // What this computer still keeps for this page (typed before a reload, or in another tab) is shown as typed.
  #overlay() {
    for (const entry of this.queue.entries) {
      const td = this.#mine({ entry }) && entry.fields.text !== undefined && this.#td(entry);
      if (!td) continue;
      if (entry.state === WAITING && !td.classList.contains("pending")) {
        this.sheet.show(td, entry.fields.text);
        td.classList.add("pending");
      } else if (entry.state !== WAITING) {
        td.classList.add(entry.state === REFUSED ? "failed" : "conflict");
        if (!td.title) td.title = entry.error ?? "";
      }
    }
  }

  #saved({ entry, answer }) {
    this.#learnWork(entry, answer);
    const fields = { ...entry.fields, work: String(answer.work ?? entry.fields.work) };
    const td = this.sheet.find(fields);
    if (td && answer.text !== undefined && !this.#isWaiting(fields)) {
      this.#rest(td, answer.text, answer.note);
      td.classList.add("saved");
      td.addEventListener("animationend", () => td.classList.remove("saved"), { once: true });
    }
    this.apply(answer, entry.fields.seq);
  }

  #learnWork(entry, { work }) {
    if (!work) return;
    const { columns } = this.sheet;
    const column = columns.find((one) => one.lesson === entry.fields.lesson && one.work === "");
    if (!column || columns.some((one) => one.work === String(work))) return;
    column.work = String(work);
    this.dispatchEvent(new Event("moved"));
  }

  // The changes of others (and this save's further ones), unless the page has newer ones or the person has typed there.
  apply({ cells = [], row, rows = [], seq, columns_changed: moved }, since) {
    if (seq == null || seq >= this.seq) {
      for (const cell of cells) {
        const td = this.sheet.find(cell);
        const fields = { lesson: String(cell.lesson), work: String(cell.work ?? ""), student: String(cell.student), text: "" };
        if (td && !this.#isWaiting(fields) && !td.classList.contains("pending")) this.#rest(td, cell.text, cell.note);
      }
      if (seq != null && Number(since) <= this.seq) this.seq = seq;
    }
    for (const totals of [...rows, ...(row ? [row] : [])]) this.sheet.showTotals(totals);
    if (moved) this.dispatchEvent(new Event("moved"));
  }

  #rest(td, text, note) {
    if (!td) return;
    td.classList.remove("pending", "failed", "conflict");
    td.removeAttribute("title");
    if (text !== undefined) this.sheet.show(td, text);
    if (note !== undefined) td.classList.toggle("note", Boolean(note));
  }

  #failed({ entry, error, text }, state) {
    const td = this.#td(entry);
    this.done = this.done.filter((step) => !step.some((one) => one.td === td));
    this.#tell();
    if (!td || this.#isWaiting(entry.fields)) return;
    this.#rest(td, text ?? entry.fields.was);
    td.classList.add(state);
    td.title = error ?? "";
  }
}
