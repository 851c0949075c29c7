// entry: <zh-register>, the grid of a course; it brings the parts together.

import { AbsentDialog } from "./absent.js";
import { connectClipboard } from "./clipboard.js";
import { DetailsDialog } from "./details.js";
import { Grid, stickyEdge } from "./grid.js";
import { LessonPanel } from "./panel.js";
import { Problems } from "./problems.js";
import { ourQueue } from "./queue.js";
import "./record.js";
import { showSaveState } from "./save-state.js";
import { Sheet } from "./sheet.js";
import { connectToolbar } from "./toolbar.js";
import { Writer } from "./writer.js";

const CALM = 600;

const toast = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }));

class Register extends HTMLElement {
  async connectedCallback() {
    const { saveUrl, seq } = this.dataset;
    this.sheet = new Sheet(this.querySelector("table"), { graded: this.dataset.graded !== "0" });
    this.voice = this.#voice();
    const queue = await ourQueue();
    this.writer = new Writer(this.sheet, queue, { url: saveUrl, seq });
    this.grid = new Grid(this.sheet, this.#hooks());
    this.panel = new LessonPanel(this.dataset.panelUrl);
    this.details = new DetailsDialog(this.dataset.historyUrl, this.sheet, queue, this.writer);
    showSaveState(queue);
    this.problems = new Problems(queue, (entry) => this.#goTo(entry));
    this.absent = new AbsentDialog(this.sheet, this.writer);
    connectClipboard(this.grid, this.writer, toast);
    connectToolbar(this);
    this.#heads();
    this.#fit();
    addEventListener("resize", () => this.#fit());
    this.grid.addEventListener("stood", ({ detail }) => this.panel.show(detail.column.lesson));
    this.writer.addEventListener("moved", () => this.#moved());
    queue.addEventListener("saved", ({ detail }) => this.#counted(detail.entry.fields.lesson));
    this.#start();
    if (location.hash === "#absent" && this.grid.at) this.absent.open(this.lesson, () => this.grid.stand(this.grid.at));
    this.toggleAttribute("data-ready", true);
  }

  get lesson() { return this.sheet.place(this.grid.at).column; }

  #hooks() {
    return {
      write: (changes) => this.writer.write(changes),
      undo: () => this.#swing(this.writer.undo()),
      redo: () => this.#swing(this.writer.redo()),
      details: (td) => this.details.open(td, () => this.grid.stand(td)),
      say: (words) => { this.voice.textContent = words; },
      warn: (text) => this.#warn(text),
    };
  }

  // The same words once, however often the key is pressed.
  #warn(text) {
    if (text === this.warned) return;
    this.warned = text;
    setTimeout(() => { this.warned = ""; }, 5000);
    toast({ text, kind: "warn" });
  }

  #swing(step) {
    if (step?.left) toast({ text: "Часть клеток уже изменил кто-то другой: они остались как есть.", kind: "warn" });
    return step;
  }

  #voice() {
    const voice = document.createElement("div");
    voice.className = "visually-hidden";
    voice.setAttribute("aria-live", "polite");
    this.after(voice);
    return voice;
  }

  // The dates are links for those without scripts; here they move the focus into their column, and Tab passes them by.
  #heads() {
    for (const th of this.sheet.table.querySelectorAll("th.month")) {
      const name = document.createElement("span");
      name.append(...th.childNodes);
      th.append(name);
    }
    for (const { th, index } of this.sheet.columns) {
      const link = th.querySelector("a");
      if (!link) continue;
      link.tabIndex = -1;
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.grid.stand(this.#firstOpen(index));
      });
    }
  }

  #firstOpen(column) {
    const cells = this.sheet.rows.map((row) => row.cells[column]);
    return cells.find((td) => !td.classList.contains("shut")) ?? cells[0];
  }

  // The lesson of the address, else today's, else the last one held. Who came for a lesson may type at once.
  #start() {
    if (!this.sheet.rows.length || !this.sheet.columns.length) return;
    const asked = new URLSearchParams(location.search).get("lesson");
    const { columns } = this.sheet;
    const held = columns.filter((one) => !one.is("future"));
    const column = columns.find((one) => one.lesson === asked) ?? columns.find((one) => one.is("today")) ?? held.at(-1) ?? columns[0];
    this.#inView(column);
    this.grid.stand(this.#firstOpen(column.index), { focus: Boolean(asked) });
  }

  // The lesson with some before it, from a whole column on; the first days of a period stay where they are.
  #inView({ th }) {
    const names = this.sheet.table.rows[0].cells[0].offsetWidth;
    const totals = stickyEdge(this.sheet.rows[0].tr, this);
    const whole = th.offsetLeft + th.offsetWidth - totals; // on a phone few columns fit: this one stays clear of the totals
    const start = Math.max(th.offsetLeft - names - (totals - names) * 0.7, whole);
    const first = this.sheet.columns.find((column) => column.th.offsetLeft - names >= start);
    this.scrollLeft = first ? first.th.offsetLeft - names : 0;
  }

  #goTo(entry) {
    const td = this.sheet.find(entry.fields);
    if (td) this.grid.stand(td);
    return Boolean(td);
  }

  // A first mark has made a work, or a colleague has added one: the heads are read anew when all is saved.
  async #moved() {
    clearTimeout(this.renewal);
    this.renewal = setTimeout(() => this.#renew(), CALM);
  }

  async #renew() {
    if (this.writer.queue.waiting) return void this.#moved();
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return undefined;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("table.register");
    if (!fresh) return undefined;
    if (!this.sheet.renewHeads(fresh)) return this.#warn("Коллега добавил или убрал работу. Обновите страницу, чтобы увидеть её колонку.");
    this.grid.stand(this.grid.at, { focus: false });
    return this.panel.show(this.lesson.lesson, { again: true });
  }

  // The panel says how many marks a work has: it is read anew when the typing has paused.
  #counted(lesson) {
    clearTimeout(this.count);
    if (lesson === this.panel.box?.dataset.lesson) this.count = setTimeout(() => this.panel.show(lesson, { again: true }), 2 * CALM);
  }

  // As high as the window leaves room, so that the dates stay in view.
  #fit() {
    const above = this.getBoundingClientRect().top + scrollY;
    this.style.setProperty("--above", `${Math.round(above) + 16}px`);
  }
}

customElements.define("zh-register", Register);
