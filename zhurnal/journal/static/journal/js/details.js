// F2: the mark in words, its history, its comment. The server writes the inside; its forms are sent through the queue.

import { cellKey } from "./order.js";

export class DetailsDialog {
  constructor(url, sheet, queue, writer) {
    Object.assign(this, { url, sheet, queue, writer });
    this.dialog = document.createElement("dialog");
    this.dialog.className = "dialog-side cell-dialog";
    this.dialog.setAttribute("aria-label", "Отметка: комментарий и история");
    document.body.append(this.dialog);
    this.dialog.addEventListener("submit", (event) => this.#submit(event));
    this.dialog.addEventListener("close", () => this.back?.());
  }

  open(td, back) {
    if (!this.url) return true;
    Object.assign(this, { td, back });
    const { row, column } = this.sheet.place(td);
    this.dialog.setAttribute("aria-label", `${row.name}, ${column.name}`);
    this.dialog.replaceChildren(Object.assign(document.createElement("p"), { className: "soft", textContent: "Загружаем…" }));
    this.dialog.showModal();
    this.#load(`${this.url}${column.lesson}/?${new URLSearchParams({ student: row.student, work: column.work })}`);
    return true;
  }

  async #load(url) {
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer?.ok) this.dialog.innerHTML = await answer.text();
    else this.#apologise(answer);
    (this.dialog.querySelector("textarea, input:not([type=hidden])") ?? this.dialog.querySelector("button"))?.focus();
  }

  #apologise(answer) {
    const words = answer ? "Не получилось открыть историю клетки." : "Нет связи: история клетки откроется, когда связь вернётся.";
    const close = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: "Закрыть" });
    close.dataset.close = "";
    this.dialog.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }), close);
  }

  #submit(event) {
    const form = event.target;
    if (form.method === "dialog") return;
    event.preventDefault();
    const { row, column } = this.sheet.place(this.td);
    const given = new FormData(form, event.submitter ?? undefined);
    const fields = Object.fromEntries([...given].filter(([name]) => !["csrfmiddlewaretoken", "act"].includes(name)));
    Object.assign(fields, { lesson: column.lesson, work: column.work, student: row.student, seq: String(this.writer.seq) });
    const url = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
    const page = `${location.pathname}?lesson=${column.lesson}`;
    const label = { who: row.name, what: column.name };
    this.queue.put({ url, key: cellKey(fields), fields, label, page });
    this.dialog.close();
  }
}
