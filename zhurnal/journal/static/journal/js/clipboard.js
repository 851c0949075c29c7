// Copy and paste as between spreadsheets. A column that does not fit, or a text that is no sign, is refused whole and in words.

import { readSign } from "./signs.js";

const counted = (number) => `${number}\u00a0${{ one: "клетка", few: "клетки" }[new Intl.PluralRules("ru").select(number)] ?? "клеток"}`;

export const tableOf = (text) => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));

const refuse = (text) => { throw new RangeError(text); };

// [[td, sign], …] for a pasted table with its corner in the chosen cell; blanks leave a cell as it is.
const placed = (table, grid) => {
  const { sheet } = grid;
  const [top, left] = sheet.places.get(grid.picked[0][0]);
  const room = sheet.rows.length - top;
  if (table.length > room) {
    refuse(`В буфере ${table.length} строк, а учеников от этой клетки вниз ${room}. Ничего не вставлено: встаньте на первого ученика столбца.`);
  }
  const wide = Math.max(...table.map((line) => line.length));
  if (wide > sheet.columns.length - left) refuse("Столбцов в буфере больше, чем уроков справа. Ничего не вставлено.");
  return table.flatMap((line, down) => line.map((text, right) => [sheet.td(top + down, left + right), text, down]))
    .filter(([, text]) => text.trim() !== "").map(([td, text, down]) => [td, checked(sheet, td, text, down)]);
};

const checked = (sheet, td, text, down) => {
  const sign = readSign(text);
  const { name } = sheet.place(td).row;
  if (sign === null) refuse(`Строка ${down + 1} (${name}): «${text.trim().slice(0, 20)}» не отметка и не знак. Ничего не вставлено.`);
  const obstacle = sheet.obstacle(td, sign);
  if (obstacle) refuse(`${name}: ${obstacle} Ничего не вставлено.`);
  return sign;
};

const spread = (table, grid) => {
  const cells = grid.picked.flat();
  const single = table.length === 1 && table[0].length === 1 && cells.length > 1;
  return single ? cells.map((td) => [td, checked(grid.sheet, td, table[0][0], 0)]) : placed(table, grid);
};

export const connectClipboard = (grid, writer, toast) => {
  const inGrid = () => grid.at && document.activeElement === grid.at;

  document.addEventListener("copy", (event) => {
    if (!inGrid() || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", grid.picked.map((row) => row.map((td) => td.textContent).join("\t")).join("\n"));
    event.preventDefault();
  });

  document.addEventListener("paste", (event) => {
    if (!inGrid()) return;
    event.preventDefault();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    try {
      const changes = spread(tableOf(text), grid);
      const changed = writer.write(changes);
      toast({ text: changed ? `Вставлено: ${counted(changed)}.` : "В клетках уже то же самое.", undo: changed ? () => writer.undo() : null });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      toast({ text: error.message, kind: "bad" });
    }
  });
};
