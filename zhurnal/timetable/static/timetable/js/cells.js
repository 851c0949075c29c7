// The cells of the grid by place: td ↔ weekday, number and column.

// Rows of the second shift are numbered from here, as in grid.py.
const SHIFT = 100;

export class Cells {
  constructor(table) {
    this.table = table;
    this.rows = [...table.querySelectorAll("tbody tr")].map((tr) => [...tr.querySelectorAll("td")]);
    this.all = this.rows.flat();
    this.index = new Map(this.rows.flatMap((row, at) => row.map((td, column) => [td, [at, column]])));
    this.heads = new Map([...table.querySelectorAll("thead th[data-col]")].map((th) => [th.dataset.col, th]));
  }

  place(td) {
    const [weekday, row, column] = td.dataset.at.split("-");
    return { weekday, row, column, number: row % SHIFT, shift: Math.floor(row / SHIFT), place: `${weekday}-${row}` };
  }

  units(td) { return [...td.querySelectorAll(".unit")]; }

  slots(td) { return this.units(td).map((unit) => unit.dataset.slot); }

  head(td) { return this.heads.get(this.place(td).column).querySelector("b").textContent; }

  setSub(column, words) {
    const sub = this.heads.get(column)?.querySelector("span");
    if (sub) sub.textContent = words;
  }

  name(td) {
    const name = td.closest("tbody").querySelector(".day").textContent;
    const day = name[0].toUpperCase() + name.slice(1);
    return `${day}, ${this.place(td).number}-й, ${this.head(td)}`;
  }

  columnsOf(slots) {
    const found = slots.flatMap((slot) => [...this.table.querySelectorAll(`[data-slot="${slot}"]`)]);
    return new Set(found.map((unit) => this.place(unit.closest("td")).column));
  }

  step(td, [down, right]) {
    const [row, column] = this.index.get(td);
    return this.rows[row + down]?.[column + right] ?? td;
  }

  edge(td, last) {
    const row = this.rows[this.index.get(td)[0]];
    return last ? row.at(-1) : row[0];
  }

  // The whole grid is one stop of Tab: what stands in its cells is reached by the arrows.
  quiet() {
    for (const link of this.table.querySelectorAll("td a")) link.tabIndex = -1;
  }
}
