// The queue of an account: keeps what was typed, sends it in order, and tells the page how it went.
//
// Events: "change" (state), "saved" / "refused" / "conflict" (detail: { entry, answer… }). Only one tab sends (Web Locks);
// a browser without locks may send from two, which is harmless: an act id counts once.

import { newAct, send } from "./send.js";
import { afterConflict, afterRefused, afterSaved, chainOf, CONFLICT, DRAFT, REFUSED, sendable, WAITING } from "./order.js";
import { openStore } from "./store.js";

const ABREAST = 3;
const FIRST_PAUSE = 700;
const LONGEST_PAUSE = 10_000;

export class Queue extends EventTarget {
  constructor(account) {
    super();
    this.account = account;
    this.entries = [];
    this.flying = new Set();
    // Works that first marks have made, by lesson: what is typed before the page knows of them goes there too.
    this.made = new Map();
    this.fresh = new Set();
    this.link = "ok";
    this.failures = 0;
    this.coming = 0;
    this.savedAt = null;
    this.sends = false;
  }

  async start() {
    this.store = await openStore(this.account);
    this.channel = new BroadcastChannel(`zhurnal-${this.account}`);
    this.channel.onmessage = ({ data }) => this.#heard(data);
    await this.store.edit((entries) => ({ put: entries.filter((one) => one.state === DRAFT).map((one) => ({ ...one, state: WAITING })) }));
    await this.#read();
    this.#becomeSender();
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    return this;
  }

  // Keep an entry; resolves when it is on the disk. It is sent without anybody waiting for it. `whole` replaces what waits of its key.
  async put({ url, key, fields: given, label, page }, { state = WAITING, whole = false } = {}) {
    const fields = given.work === "" ? { ...given, work: this.made.get(given.lesson) ?? "" } : given;
    const entry = { act: newAct(), account: this.account, url, key, fields, label, page, state, typed_at: new Date().toISOString() };
    // Counted before the disk has it, so that the state never says «сохранено» too early.
    this.coming += state === WAITING ? 1 : 0;
    this.#changed();
    try {
      entry.id = await this.store.add(entry);
      this.fresh.add(entry.act);
      if (whole) await this.store.edit((entries) => ({ remove: this.#older(entries, entry) }));
      await this.#read();
    } finally {
      this.coming -= state === WAITING ? 1 : 0;
    }
    this.#changed();
    this.channel.postMessage({ type: "added" });
    this.#pump();
    return entry;
  }

  // A form is sent whole: its newest text makes those before it superfluous, but for one that is on its way.
  #older(entries, { key, id }) {
    return entries.filter((one) => one.key === key && one.id < id && !this.flying.has(one.id) && one.state !== CONFLICT).map((one) => one.id);
  }

  get waiting() { return this.entries.filter((entry) => entry.state === WAITING).length + this.coming; }

  get problems() { return this.entries.filter((entry) => entry.state === REFUSED || entry.state === CONFLICT); }

  // Read and understood: what was refused is forgotten.
  async dismiss(entry) {
    await this.#edit(() => ({ remove: [entry.id] }));
  }

  // A conflict is decided: keep what the other wrote…
  async keepTheirs(entry) {
    await this.#edit((entries) => ({ remove: chainOf(entries, entry).map((one) => one.id) }));
    this.#tell("settled", { entry, text: entry.theirs });
  }

  // …or put one's own in its place: a new act, based on what was seen.
  async putMine(entry) {
    await this.#edit((entries) => {
      const chain = chainOf(entries, entry);
      const last = chain.at(-1) ?? entry;
      const fields = { ...entry.fields, text: last.fields.text, was: entry.theirs };
      const rest = chain.filter((one) => one.id !== entry.id).map((one) => one.id);
      return { put: [{ ...entry, act: newAct(), state: WAITING, error: undefined, fields }], remove: rest };
    });
    this.#pump();
  }

  // Try now: the connection is back, the person signed in again, the page is looked at.
  hurry() {
    clearTimeout(this.timer);
    this.timer = null;
    this.paused = false;
    if (this.sends) this.#pump();
    else this.channel.postMessage({ type: "hurry" });
  }

  #becomeSender() {
    const begin = () => {
      this.sends = true;
      this.#pump();
    };
    if (!navigator.locks) return begin();
    return navigator.locks.request(`zhurnal-send-${this.account}`, () => {
      begin();
      return new Promise(() => {});
    });
  }

  #heard({ type, detail, link, savedAt }) {
    if (type === "hurry" && this.sends) this.hurry();
    if (type === "link") Object.assign(this, { link, savedAt });
    if (detail) this.dispatchEvent(new CustomEvent(type, { detail }));
    this.#read().then(() => {
      this.#changed();
      this.#pump();
    });
  }

  async #read() {
    this.entries = await this.store.all();
  }

  async #edit(change) {
    await this.store.edit(change);
    await this.#read();
    this.channel.postMessage({ type: "edited" });
    this.#changed();
  }

  #pump() {
    if (!this.sends || this.paused) return;
    for (const entry of sendable(this.entries, this.flying, this.failures ? 1 : ABREAST)) this.#send(entry);
  }

  async #send(entry) {
    this.flying.add(entry.id);
    const outcome = await send(entry, this.account);
    try {
      await this.#settle(entry, outcome);
    } finally {
      this.flying.delete(entry.id);
    }
    this.#changed();
    this.#pump();
  }

  async #settle(entry, { kind, ...outcome }) {
    if (kind === "unreachable" || kind === "signed-out") return this.#rest(kind === "unreachable" ? "offline" : kind);
    this.failures = 0;
    this.#linked("ok", kind === "saved" ? new Date() : this.savedAt);
    if (kind === "saved") return this.#saved(entry, outcome.answer);
    await this.#edit((entries) => (kind === "conflict" ? afterConflict : afterRefused)(entries, entry, outcome));
    return this.#tell(kind, { entry, ...outcome });
  }

  async #saved(entry, answer) {
    // A repeated act answers with the present state, which may be another's by now: then the next save is based on one's own.
    const own = this.fresh.has(entry.act) && !answer.repeated ? (answer.text ?? entry.fields.text) : entry.fields.text;
    if (entry.fields.work === "" && answer.work) this.made.set(entry.fields.lesson, String(answer.work));
    await this.#edit((entries) => afterSaved(entries, entry, { text: own, work: answer.work, cells: answer.cells }));
    this.#tell("saved", { entry, answer });
  }

  #rest(link) {
    this.failures += 1;
    this.fresh.clear();
    this.paused = true;
    const pause = Math.min(FIRST_PAUSE * 2 ** (this.failures - 1), LONGEST_PAUSE) * (0.8 + Math.random() * 0.4);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hurry(), pause);
    this.#linked(link, this.savedAt);
  }

  #linked(link, savedAt) {
    Object.assign(this, { link, savedAt });
    this.channel.postMessage({ type: "link", link, savedAt });
  }

  #tell(type, detail) {
    this.channel.postMessage({ type, detail });
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

// The queue of the account that this page was made for; one a page.
let ours;
export const ourQueue = () => {
  const { account } = document.body.dataset;
  ours ??= account ? new Queue(account).start() : null;
  return ours;
};
