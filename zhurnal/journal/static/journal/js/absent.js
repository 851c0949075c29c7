// «Отметить отсутствующих»: the class as a list of ticks; each tick is saved at once, like everything in the register.

import { absenceOf, joined, marksOf, spoken } from "./signs.js";

const KINDS = { absent: "н", ill: "б", excused: "у/п", unexcused: "н/п", late: "оп", exempt: "осв" };

const el = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

export class AbsentDialog {
  constructor(sheet, writer) {
    Object.assign(this, { sheet, writer });
    this.title = el("h2", { id: "zh-absent-title" });
    this.list = el("ul", { className: "ticks" });
    this.kinds = el("div", { className: "segments" });
    this.kinds.setAttribute("role", "group");
    this.kinds.setAttribute("aria-label", "Каким знаком");
    const done = el("button", { className: "button primary", textContent: "Готово", value: "done" });
    const foot = el("div", { className: "actions" }, el("p", { className: "soft small push", textContent: "Сохраняется сразу" }), done);
    const form = el("form", { method: "dialog" }, this.title, this.kinds, this.list, foot);
    this.dialog = el("dialog", { className: "absent-dialog" }, form);
    this.dialog.setAttribute("aria-labelledby", this.title.id);
    document.body.append(this.dialog);
    this.#drawKinds();
    this.list.addEventListener("change", ({ target }) => this.#tick(target));
    this.dialog.addEventListener("close", () => this.back?.());
  }

  open(column, back) {
    Object.assign(this, { column, back });
    this.title.textContent = `Кого нет на уроке ${column.name.split(", ")[0]}`;
    const there = this.sheet.rows.filter((row) => !row.cells[column.index].classList.contains("shut"));
    this.list.replaceChildren(...there.map((row) => this.#row(row)));
    this.dialog.showModal();
    this.list.querySelector("input:not(:disabled)")?.focus();
  }

  #drawKinds() {
    this.kind = "absent";
    for (const kind of ["absent", "ill", "excused", "late"]) {
      const button = el("button", { type: "button", textContent: KINDS[kind], title: spoken(KINDS[kind]) });
      button.setAttribute("aria-pressed", String(kind === this.kind));
      button.setAttribute("aria-label", `${KINDS[kind]}: ${spoken(KINDS[kind])}`);
      button.addEventListener("click", () => {
        this.kind = kind;
        for (const other of this.kinds.children) other.setAttribute("aria-pressed", String(other === button));
      });
      this.kinds.append(button);
    }
  }

  #row(row) {
    const td = row.cells[this.column.index];
    const text = this.sheet.text(td);
    const box = el("input", { type: "checkbox", checked: Boolean(absenceOf(text)), disabled: Boolean(this.sheet.obstacle(td)) });
    box.dataset.row = row.index;
    return el("li", {}, el("label", { className: "check" }, box, el("span", { textContent: row.name }), el("b", { className: "abs", textContent: text })));
  }

  #tick(box) {
    const td = this.sheet.rows[box.dataset.row].cells[this.column.index];
    const text = joined(box.checked ? KINDS[this.kind] : "", marksOf(this.sheet.text(td)));
    this.writer.write([[td, text]]);
    box.closest("label").querySelector("b").textContent = text;
  }
}
