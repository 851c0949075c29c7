// The state of saving, always in the same place: «Всё сохранено, 10:42», «Сохраняем… 3», «Нет связи: 12 отметок ждут…».

const forms = new Intl.PluralRules("ru");
const counted = (number, one, few, many) => `${number}\u00a0${{ one, few }[forms.select(number)] ?? many}`;
const waits = (number) => (forms.select(number) === "one" ? "ждёт" : "ждут");
const time = (date) => date.toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });

const things = (entries, number) =>
  (entries.every((entry) => entry.fields.text !== undefined)
    ? counted(number, "отметка", "отметки", "отметок") : counted(number, "запись", "записи", "записей"));

const signIn = () => `/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`;

// The header of a phone has room for less.
const where = () => (matchMedia("(max-width: 640px)").matches ? "" : " на этом компьютере");

const stateOf = (queue) => {
  const { waiting, problems, link, savedAt, entries } = queue;
  if (link === "signed-out" && waiting) {
    return ["offline", `Сеанс закончился: ${things(entries, waiting)} ${waits(waiting)}${where()}.`, "Войти снова", signIn()];
  }
  if (link === "offline" && waiting) return ["offline", `Нет связи: ${things(entries, waiting)} ${waits(waiting)}${where()}`];
  if (problems.length) return ["error", `Не сохранено: ${problems.length}.`, "Показать", problems[0].page];
  if (waiting) return ["saving", `Сохраняем… ${waiting}`];
  return savedAt ? ["saved", `Всё сохранено, ${time(savedAt)}`] : ["", ""];
};

const draw = (output, [state, words, action, url]) => {
  if (output.dataset.words === words && output.dataset.state === state) return;
  Object.assign(output.dataset, { state, words });
  // Each keystroke is not news for the ear; that something waits, failed or is safe again is.
  output.setAttribute("aria-live", state === "saving" ? "off" : "polite");
  output.replaceChildren(words);
  if (!action) return;
  const link = document.createElement("a");
  link.textContent = action;
  link.href = url;
  link.dataset.saveAction = state;
  output.append(" ", link);
};

export const showSaveState = (queue) => {
  const output = document.getElementById("save-state");
  if (!output) return;
  const show = () => draw(output, stateOf(queue));
  queue.addEventListener("change", show);
  show();
};
