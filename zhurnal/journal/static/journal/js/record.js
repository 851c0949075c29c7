// <zh-record>: a form beside the grid (topic, homework) that saves itself when a field is left. What is being written is kept on
// this computer with every pause, so that a closed browser costs nothing.

import { DRAFT } from "./order.js";
import { ourQueue } from "./queue.js";

const PAUSE = 400;

class Record extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.queue) return;
    this.key = `form:${new URL(this.form.action).pathname}`;
    this.queue = await ourQueue();
    this.addEventListener("input", () => this.#draft());
    this.addEventListener("change", () => this.#save());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.heard = ({ detail }) => detail.entry.key === this.key && this.#refused(detail);
    addEventListener("pagehide", () => this.timer && this.#put({ state: DRAFT }));
    this.queue.addEventListener("refused", this.heard);
    this.queue.addEventListener("saved", this.saved = ({ detail }) => detail.entry.key === this.key && this.#seen(detail.answer));
    this.#restore();
  }

  disconnectedCallback() {
    this.queue?.removeEventListener("refused", this.heard);
    this.queue?.removeEventListener("saved", this.saved);
    if (this.timer) this.#save();
  }

  get #fields() {
    const given = [...new FormData(this.form)].filter(([name, value]) => !(value instanceof File) && !["csrfmiddlewaretoken", "act"].includes(name));
    return Object.fromEntries(given);
  }

  #put(options) {
    clearTimeout(this.timer);
    this.timer = null;
    const page = location.pathname + location.search;
    const label = { who: this.dataset.label ?? "Запись урока" };
    this.queue.put({ url: this.form.action, key: this.key, fields: this.#fields, label, page }, { whole: true, ...options });
  }

  #draft() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#put({ state: DRAFT }), PAUSE);
  }

  #save() {
    this.querySelectorAll(".errorlist").forEach((list) => list.remove());
    this.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    this.#put({});
  }

  // The next save is based on this one.
  #seen({ seen }) {
    const field = this.form.elements.seen;
    if (field && seen) field.value = seen;
  }

  // What was written here before and has not reached the server.
  #restore() {
    const entry = this.queue.entries.filter((one) => one.key === this.key).at(-1);
    if (!entry) return;
    for (const [name, value] of Object.entries(entry.fields)) {
      const field = this.form.elements[name];
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
      else if (field && "value" in field) field.value = value;
    }
  }

  #refused({ error, field }) {
    const input = field && this.form.elements[field];
    if (!(input instanceof HTMLElement)) return;
    const list = Object.assign(document.createElement("ul"), { className: "errorlist" });
    list.append(Object.assign(document.createElement("li"), { textContent: error }));
    input.setAttribute("aria-invalid", "true");
    input.after(list);
  }
}

customElements.define("zh-record", Record);
