// entry: pages without a register of their own send what this computer still keeps of the reader's typing, and say so.

import { Problems } from "./problems.js";
import { ourQueue } from "./queue.js";
import { showSaveState } from "./save-state.js";

const resume = async () => {
  const queue = await ourQueue();
  if (!queue) return;
  showSaveState(queue);
  new Problems(queue);
};

resume();
