// The panel beside the grid follows the lesson of the chosen column; the server writes its inside.

const CALM = 250;

export class LessonPanel {
  constructor(url) {
    this.url = url;
    this.box = document.getElementById("lesson-panel");
  }

  show(lesson, { again = false } = {}) {
    clearTimeout(this.timer);
    if (!this.box || !this.url || (this.box.dataset.lesson === lesson && !again)) return;
    this.timer = setTimeout(() => this.#load(lesson), CALM);
  }

  async #load(lesson) {
    // What is being written in the panel is not taken away from under the fingers.
    if (this.box.contains(document.activeElement)) return;
    const answer = await fetch(this.url.replace("/0/", `/${lesson}/`), { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok) return;
    this.box.innerHTML = await answer.text();
    this.box.dataset.lesson = lesson;
  }
}
