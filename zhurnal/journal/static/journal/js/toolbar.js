// The buttons above the grid: [data-register="undo | present | absent | advance"].

import { absenceOf, marksOf } from "./signs.js";

const toast = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }));

// Everybody is there: every «н» of the lesson goes; what a document has resolved, lateness and exemption stay.
const allPresent = ({ sheet, writer, lesson, grid }) => {
  const day = lesson.name.split(", ")[0];
  if (lesson.is("future")) return toast({ text: sheet.obstacle(grid.at), kind: "warn" });
  const missing = sheet.rows.map((row) => row.cells[lesson.index])
    .filter((td) => !sheet.obstacle(td) && absenceOf(sheet.text(td)) === "н");
  const changed = writer.write(missing.map((td) => [td, marksOf(sheet.text(td))]));
  toast({ text: changed ? `${day}: все присутствуют, снято отсутствий: ${changed}.` : `${day}: отсутствующих нет.`, undo: changed ? () => writer.undo() : null });
  return grid.stand(grid.at);
};

export const connectToolbar = (register) => {
  const { grid, writer, absent } = register;
  const find = (name) => document.querySelectorAll(`[data-register="${name}"]`);
  const acts = {
    undo: () => { const step = writer.undo(); grid.stand(step?.td ?? grid.at); },
    present: () => allPresent(register),
    absent: () => absent.open(register.lesson, () => grid.stand(grid.at)),
    advance: () => { grid.setAdvance(!grid.advance); show(); grid.stand(grid.at); },
  };
  const show = () => {
    for (const button of find("advance")) button.setAttribute("aria-pressed", String(grid.advance));
    for (const button of find("undo")) button.setAttribute("aria-disabled", String(writer.done.length === 0));
  };
  document.addEventListener("click", (event) => {
    const act = acts[event.target.closest("[data-register]")?.dataset.register];
    if (!act || !grid.at) return;
    event.preventDefault();
    act();
  });
  writer.addEventListener("steps", show);
  show();
};
