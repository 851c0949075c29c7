// Dragging with the mouse: one lesson of a cell is taken; with Ctrl it is copied.

export const connectDrag = (board) => {
  const { table } = board.cells;
  let over = null;

  const mark = (td) => {
    if (over === td) return;
    over?.classList.remove("over");
    over = td;
    if (!td) return;
    td.classList.add("over");
    board.tell(td);
  };

  table.addEventListener("dragstart", (event) => {
    const unit = event.target.closest(".unit");
    if (!unit) return;
    event.dataTransfer.effectAllowed = "copyMove";
    event.dataTransfer.setData("text/plain", unit.title);
    board.hold(unit.closest("td"), [unit.dataset.slot], "move");
  });
  table.addEventListener("dragover", (event) => {
    const td = event.target.closest("td");
    if (!td || !board.held) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = event.ctrlKey ? "copy" : "move";
    mark(td);
  });
  table.addEventListener("drop", (event) => {
    const td = event.target.closest("td");
    if (!td || !board.held) return;
    event.preventDefault();
    mark(null);
    board.drop(td, { copy: event.ctrlKey });
    board.stand(td);
  });
  table.addEventListener("dragend", () => {
    mark(null);
    if (board.held?.mode === "move") board.release();
  });
};
