// One save over the wire. Answers { kind, … }:
//   saved      the server has it (answer: its words)
//   conflict   the cell was changed by someone else since it was read (text: what stands there now)
//   refused    the rules forbid it (error), and sending it again would not help
//   signed-out the session is over or belongs to another account
//   unreachable no answer: to be sent again with the same act id

const PATIENCE = 20_000;

const csrf = () => document.cookie.match(/(?:^|; )zhurnal_csrf=([^;]+)/)?.[1]
  ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

const words = async (response) => {
  try {
    return await response.json();
  } catch {
    return null;
  }
};

const REFUSED = {
  400: "Сервер не понял запись.",
  403: "Запись в этот урок вам не открыта.",
  404: "Этого урока или ученика на вашей странице больше нет.",
};

export const send = async (entry, account) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(entry.fields)) body.append(name, value);
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: "application/json", "X-Act": entry.act, "X-Account": account, "X-CSRFToken": csrf() },
    });
  } catch {
    return { kind: "unreachable" };
  }
  return outcome(response, await words(response));
};

const outcome = ({ status, ok }, answer) => {
  if (ok && answer) return { kind: "saved", answer };
  // 403 with words is a stale CSRF token: to be solved by signing in or loading the page again; without words it is the role.
  if (status === 401 || (status === 403 && answer)) return { kind: "signed-out" };
  if (status === 409 && answer) {
    const { error, conflict, text, field } = answer;
    return { kind: conflict ? "conflict" : "refused", error, text, field, answer };
  }
  if (status in REFUSED) return { kind: "refused", error: answer?.error || REFUSED[status], text: answer?.text, field: answer?.field };
  return { kind: "unreachable" };
};

// A version 4 UUID also where the page is not a secure context (plain http within a school).
export const newAct = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};
