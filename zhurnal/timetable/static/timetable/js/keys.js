// The keyboard of the grid. Letters are told by their place on the keys, so that the Russian layout works as the Latin one.

const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-5, 0], PageDown: [5, 0],
};

const withControl = {
  KeyC: (board) => board.hold(board.at, board.cells.slots(board.at), "copy"),
  KeyX: (board) => board.hold(board.at, board.cells.slots(board.at), "move"),
  KeyV: (board) => board.drop(board.at),
  KeyZ: (board) => board.undo(),
  KeyD: () => copyDay(),
};

const alone = {
  Enter: (board) => (board.held?.mode === "move" ? board.drop(board.at) : board.picker.open(board.at)),
  Delete: (board) => board.clear(board.at),
  Backspace: (board) => board.clear(board.at),
  Escape: (board) => { board.release(); board.tell(board.at); },
  Home: (board) => board.stand(board.cells.edge(board.at, false)),
  End: (board) => board.stand(board.cells.edge(board.at, true)),
  F2: (board) => { const [unit] = board.cells.units(board.at); if (unit) location.assign(unit.href); },
};

const copyDay = () => {
  const card = document.getElementById("copy-day-card");
  if (!card) return;
  card.open = true;
  card.querySelector("select").focus();
};

export const connectKeys = (board) => {
  board.cells.table.addEventListener("keydown", (event) => {
    if (event.altKey || !board.at) return;
    const act = event.ctrlKey || event.metaKey ? withControl[event.code] : alone[event.key];
    if (act) {
      event.preventDefault();
      act(board, event);
    } else if (MOVES[event.key]) {
      event.preventDefault();
      step(board, event.key);
    } else if (!event.ctrlKey && !event.metaKey && /^\p{L}$/u.test(event.key)) {
      event.preventDefault();
      board.picker.open(board.at, event.key);
    }
  });
  board.cells.table.addEventListener("click", (event) => {
    const td = event.target.closest("td");
    // A finger has neither keys nor dragging: there the links of the cells lead to forms.
    if (!td || event.ctrlKey || event.metaKey || event.shiftKey || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    board.stand(td);
  });
  board.cells.table.addEventListener("dblclick", (event) => {
    const td = event.target.closest("td");
    if (td) board.picker.open(td);
  });
};

// PageUp and PageDown stop at the edge.
const step = (board, key) => {
  let [down, right] = MOVES[key];
  let td = board.at;
  for (let left = Math.max(Math.abs(down), 1); left > 0; left -= 1) td = board.cells.step(td, [Math.sign(down), right]);
  board.stand(td);
};
