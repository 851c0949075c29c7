// entry: the lesson on a phone: large keys under each name. A key writes at once through the queue and opens the next student, whose
// keys come to the very place where the finger is.

import { classOf, spoken } from "./signs.js";
import { cellKey, sameCell, WAITING } from "./order.js";
import { Problems } from "./problems.js";
import { ourQueue } from "./queue.js";
import "./record.js";
import { showSaveState } from "./save-state.js";

const COLOURS = ["m5", "m4", "m3", "m2", "abs"];

class Keys {
  constructor(list, queue) {
    Object.assign(this, { list, queue, url: list.dataset.saveUrl, lesson: list.dataset.lesson });
    list.addEventListener("submit", (event) => this.#pressed(event));
    queue.addEventListener("change", () => this.#overlay());
    queue.addEventListener("saved", ({ detail: { entry, answer } }) => this.#saved(entry, answer));
    for (const type of ["refused", "conflict"]) {
      queue.addEventListener(type, ({ detail: { entry, text } }) => this.#settled(entry, text ?? entry.fields.was, "failed"));
    }
    queue.addEventListener("settled", ({ detail: { entry, text } }) => this.#settled(entry, text));
    this.#overlay();
  }

  #item(student) { return this.list.querySelector(`#s${student}`); }

  #pressed(event) {
    event.preventDefault();
    const form = event.target;
    const item = form.closest("li");
    const text = event.submitter.value;
    const { student, was } = form.elements;
    if (was.value !== text) {
      const fields = { lesson: this.lesson, work: this.list.dataset.work, student: student.value, text, was: was.value };
      const label = { who: item.querySelector(".key-name").textContent, what: document.querySelector("h1").textContent };
      this.#show(item, text, "pending");
      this.queue.put({ url: this.url, key: cellKey(fields), fields, label, page: location.pathname });
    }
    this.#next(item, text);
  }

  // The list moves up by one row, so that the keys stay under the thumb.
  #next(item, text) {
    const following = text ? item.nextElementSibling : null;
    if (!following) return;
    const before = item.querySelector(".keys").getBoundingClientRect().top;
    item.querySelector("details").open = false;
    following.querySelector("details").open = true;
    scrollBy(0, following.querySelector(".keys").getBoundingClientRect().top - before);
    following.querySelector("summary").focus({ preventScroll: true });
  }

  #show(item, text, state = "") {
    const now = item.querySelector(".key-now");
    now.textContent = text || "–";
    now.classList.remove("pending", "failed", "saved", ...COLOURS);
    const colour = classOf(text);
    for (const name of [colour, state]) if (name) now.classList.add(name);
    now.title = spoken(text);
    const was = item.querySelector("[name=was]");
    if (was) was.value = text;
    for (const key of item.querySelectorAll(".key[name=text]")) {
      key.setAttribute("aria-pressed", String(key.value !== "" && key.value === text));
    }
  }

  #isWaiting(fields) { return this.queue.entries.some((entry) => entry.state === WAITING && sameCell(entry, { fields })); }

  #mine({ fields }) {
    return fields.lesson === this.lesson && fields.text !== undefined && fields.work === this.list.dataset.work && this.#item(fields.student);
  }

  #overlay() {
    for (const entry of this.queue.entries) {
      const item = entry.state === WAITING && this.#mine(entry);
      if (item) this.#show(item, entry.fields.text, "pending");
    }
  }

  #saved(entry, answer) {
    const item = this.#mine(entry);
    if (entry.fields.lesson === this.lesson && answer.work && !this.list.dataset.work) this.list.dataset.work = String(answer.work);
    if (item && !this.#isWaiting({ ...entry.fields, work: this.list.dataset.work })) this.#show(item, answer.text ?? entry.fields.text, "saved");
  }

  #settled(entry, text, state) {
    const item = this.#mine(entry);
    if (item && !this.#isWaiting(entry.fields)) this.#show(item, text, state);
  }
}

const start = async () => {
  const queue = await ourQueue();
  showSaveState(queue);
  const goTo = ({ fields }) => {
    const details = document.querySelector(`#s${fields.student} details`);
    if (!details) return false;
    details.open = true;
    details.querySelector("summary").focus();
    return true;
  };
  new Problems(queue, goTo);
  const list = document.querySelector(".keys-list");
  if (list) new Keys(list, queue);
  document.documentElement.toggleAttribute("data-keys-ready", true);
};

start();
