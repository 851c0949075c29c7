// To the server and back: what is asked while one looks, and one change with its act id, sent again once when no answer came.

const PATIENCE = 20_000;
const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// crypto.randomUUID is there on secure addresses only.
const newAct = () => {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
};

export const read = async (url, fields) => {
  const response = await fetch(`${url}?${new URLSearchParams(fields)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  return response?.ok ? response.json() : null;
};

const body = (fields) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) data.append(name, one);
  }
  return data;
};

const once = (url, fields, act) => fetch(url, {
  method: "POST",
  body: body(fields),
  redirect: "manual",
  signal: AbortSignal.timeout(PATIENCE),
  headers: { Accept: "application/json", "X-Act": act, "X-CSRFToken": csrf() },
}).catch(() => null);

const state = (words, value) => {
  const output = document.getElementById("save-state");
  if (!output) return;
  output.textContent = words;
  output.dataset.state = value;
};

export const send = async (url, fields) => {
  const act = newAct();
  state("Сохраняется…", "saving");
  const response = (await once(url, fields, act)) ?? (await once(url, fields, act));
  const answer = await response?.json().catch(() => null);
  if (response?.ok && answer) {
    state("Сохранено", "saved");
    return answer.repeated ? { reload: true } : { answer };
  }
  state("Не сохранено", "error");
  return { error: answer?.error ?? "Нет связи с сервером: изменение не сохранено. Проверьте сеть и повторите." };
};
