// The order in which what was typed goes out: pure functions over the kept entries.
//
// An entry of a cell is { id, act, account, url, key, state, fields: { lesson, work, student, text, was, seq }, … }.
// One key (a student's cells of a lesson; a form) goes strictly in the order of typing. A lesson whose first mark makes its
// work goes one by one until the work has its number. All else may go side by side.

import { absenceOf, marksOf } from "./signs.js";

export const WAITING = "waiting";
export const CONFLICT = "conflict";
export const REFUSED = "refused";
// Being written: kept on the disk, sent when its field is left.
export const DRAFT = "draft";

// All cells of a student in a lesson: the absence is common to them.
export const cellKey = ({ lesson, student }) => `${lesson}:${student}`;

const columnOf = ({ fields }) => (fields.work === "" && fields.text !== undefined ? `new work of ${fields.lesson}` : null);

export const sameCell = (one, other) =>
  one.fields.lesson === other.fields.lesson && one.fields.student === other.fields.student
  && one.fields.work === other.fields.work && one.fields.text !== undefined && other.fields.text !== undefined;

// The entries that may be sent now beside those in flight (a set of ids), at most `limit` in all.
export const sendable = (entries, flying, limit) => {
  const closed = new Set();
  const chosen = [];
  for (const entry of entries) {
    if (entry.state === REFUSED || entry.state === DRAFT) continue;
    const names = [entry.key, columnOf(entry)].filter(Boolean);
    const free = entry.state === WAITING && !flying.has(entry.id) && !names.some((name) => closed.has(name));
    // A cell in conflict holds back its own later entries, not the rest of its column.
    for (const name of entry.state === CONFLICT ? [entry.key] : names) closed.add(name);
    if (free && chosen.length + flying.size < limit) chosen.push(entry);
  }
  return chosen;
};

// After a save: the entry goes; the next of its cell is based on what the server now has; its column learns its work; and what
// waits in the student's other works of the lesson is based on the absence that this save has put there too.
export const afterSaved = (entries, entry, { text, work, cells = [] }) => {
  const later = entries.filter((other) => other.id !== entry.id && other.state !== REFUSED && other.fields.text !== undefined);
  const changed = new Set();
  const next = later.find((other) => other.id > entry.id && sameCell(entry, other));
  if (next && text !== undefined) {
    next.fields.was = text;
    changed.add(next);
  }
  for (const other of later) {
    const beside = next !== other && cells.find((cell) => isCell(cell, other.fields));
    if (beside && other.fields.student === entry.fields.student && marksOf(beside.text) === marksOf(other.fields.was)
        && absenceOf(beside.text) === absenceOf(text ?? "")) {
      other.fields.was = beside.text;
      changed.add(other);
    }
    if (entry.fields.work === "" && work && other.fields.work === "" && other.fields.lesson === entry.fields.lesson) {
      other.fields.work = String(work);
      changed.add(other);
    }
  }
  return { put: [...changed], remove: [entry.id] };
};

const isCell = (cell, fields) =>
  String(cell.lesson) === fields.lesson && String(cell.work ?? "") === fields.work && String(cell.student) === fields.student;

// After a refusal: the entry stays to be read; the next of its cell is based on what was there before.
export const afterRefused = (entries, entry, { error, text }) => {
  const own = entries.find((other) => other.id === entry.id);
  if (!own) return {};
  const next = entries.find((other) => other.id > entry.id && other.state === WAITING && sameCell(entry, other));
  const before = text ?? entry.fields.was;
  if (next) next.fields.was = before;
  return { put: [{ ...own, state: REFUSED, error, theirs: before }, ...(next ? [next] : [])] };
};

export const afterConflict = (entries, entry, { error, text }) => {
  const own = entries.find((other) => other.id === entry.id);
  return own ? { put: [{ ...own, state: CONFLICT, error, theirs: text ?? "" }] } : {};
};

// What the person last typed into the cell of this entry, and all that waits behind it.
export const chainOf = (entries, entry) => entries.filter((other) => other.state !== REFUSED && sameCell(entry, other));
