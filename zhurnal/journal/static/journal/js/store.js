// What this computer keeps until the server has it: one IndexedDB database an account, so that nobody reads another's.
// Where the browser forbids IndexedDB (some private windows), it is kept in the page's memory.

const TABLE = "entries";

const opened = (account) => new Promise((resolve, reject) => {
  const request = indexedDB.open(`zhurnal-${account}`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "id", autoIncrement: true });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const done = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error);
});

class Disk {
  constructor(base) { this.base = base; }

  async all() {
    const request = this.base.transaction(TABLE).objectStore(TABLE).getAll();
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // On the disk before it resolves: a mark that was typed outlives a closed browser.
  async add(entry) {
    const transaction = this.base.transaction(TABLE, "readwrite", { durability: "strict" });
    const request = transaction.objectStore(TABLE).add(entry);
    await done(transaction);
    return request.result;
  }

  // `edit` is given all entries in the order of typing and answers [those to keep changed, ids to remove], in one transaction.
  async edit(change) {
    const transaction = this.base.transaction(TABLE, "readwrite");
    const table = transaction.objectStore(TABLE);
    const request = table.getAll();
    request.onsuccess = () => {
      const { put = [], remove = [] } = change(request.result);
      for (const id of remove) table.delete(id);
      for (const entry of put) table.put(entry);
    };
    await done(transaction);
  }
}

class Memory {
  constructor() { this.rows = []; this.last = 0; }

  async all() { return structuredClone(this.rows); }

  async add(entry) {
    this.rows.push({ ...entry, id: ++this.last });
    return this.last;
  }

  async edit(change) {
    const { put = [], remove = [] } = change(structuredClone(this.rows));
    this.rows = this.rows.filter((row) => !remove.includes(row.id)).map((row) => put.find((one) => one.id === row.id) ?? row);
  }
}

export const openStore = async (account) => {
  try {
    return new Disk(await opened(account));
  } catch {
    return new Memory();
  }
};
