// What may stand in a cell, and which keys write it. The server has the last word; this keeps obvious slips from the wire.
//
//   5  5/4  н  б  у/п  н/п  оп  оп7  осв  н/4  .  зач  нез  2→4

const ABSENCE = "у/?п|н/?п|осв|оп\\d{0,2}|б|н(?!ез)";
const ONE = "[1-5]→[1-5]|\\.|зач|незач|нез|[1-5]";
const CELL = new RegExp(`^(?:(${ABSENCE})(?:/|$|(?=[\\d.зн])))?(?:(${ONE})(?:/?(${ONE}))?)?$`);
const WRITTEN = { уп: "у/п", нп: "н/п", незач: "нез" };

// A text in Latin letters may have been typed on the keys of ЙЦУКЕН, or look like the sign that is meant.
const BY_KEY = new Map([..."qwertyuiop[]asdfghjkl;'zxcvbnm,"].map((key, n) => [key, "йцукенгшщзхъфывапролджэячсмитьб"[n]]));
const BY_LOOK = new Map([..."abcehkmopxyt"].map((key, n) => [key, "авсенкморхут"[n]]));
const BY_SOUND = new Map([..."nbouz"].map((key, n) => [key, "нбоуз"[n]]));
const STARTS = new Set("нбоуз");

export const SIGNS = [
  { text: "н", words: "нет на уроке" },
  { text: "б", words: "болеет, есть справка" },
  { text: "у/п", words: "уважительная причина" },
  { text: "н/п", words: "неуважительная причина" },
  { text: "оп", words: "опоздал; «оп7» — на 7 минут" },
  { text: "осв", words: "освобождён" },
  { text: "зач", words: "зачёт" },
  { text: "нез", words: "незачёт" },
  { text: ".", words: "точка: работа ещё ожидается" },
];

// The text as the journal writes it, or null when it is no sign; an empty string clears.
export const readSign = (typed) => {
  const text = typed.replace(/[\s\u00a0]+/g, "").toLowerCase().replace(/->|>/g, "→").replace(/\\/g, "/").replace(/·/g, ".");
  if (/^[-–—]$/.test(text)) return "";
  if (text === "ю") return ".";
  for (const table of [new Map(), BY_KEY, BY_LOOK]) {
    const parts = CELL.exec([...text].map((letter) => table.get(letter) ?? letter).join(""));
    if (parts) return parts.slice(1).filter(Boolean).map((part) => WRITTEN[part] ?? part).join("/");
  }
  return null;
};

const ABSENT = /^(н\/п|у\/п|осв|оп\d*|б|н(?!ез))(?:\/|$)/;

// The absence of a cell («н» of «н/4»), or an empty string.
export const absenceOf = (text) => ABSENT.exec(text)?.[1] ?? "";

// The marks of a cell without its absence: «4» of «н/4».
export const marksOf = (text) => text.slice(absenceOf(text).length).replace(/^\//, "");

export const joined = (absence, marks) => [absence, marks].filter(Boolean).join("/");

// The colour of a cell: its last mark, else its absence.
export const classOf = (text) => {
  const marks = marksOf(text);
  if (!marks) return absenceOf(text) ? "abs" : "";
  const last = marks.split(/[/→]/).at(-1);
  return { 1: "m2", нез: "m2", зач: "m5", ".": "" }[last] ?? `m${last}`;
};

// What a key begins, whatever the layout: a digit, «н б о у з», «.», «/»; an empty string when it begins nothing.
export const charOf = ({ key, code }) => {
  if (/^[1-5]$/.test(key)) return key;
  if (code === "NumpadDecimal" || key === "." || key.toLowerCase() === "ю") return ".";
  if (key === "/") return "/";
  const low = key.toLowerCase();
  if (STARTS.has(low)) return low;
  if (code === "Comma" && low === ",") return "б";
  if (!/^[a-z]$/.test(low)) return "";
  const placed = BY_KEY.get(low);
  return STARTS.has(placed) ? placed : (BY_SOUND.get(low) ?? "");
};

// The letter that makes more of an «н» just typed: «не» begins «нез», «нп» is «н/п»; an empty string for every other key.
export const afterAbsent = ({ key }) => {
  const low = key.toLowerCase();
  const letter = BY_KEY.get(low) ?? low;
  return letter === "е" || letter === "п" ? letter : "";
};

// What stands in the little field while it is typed, in Cyrillic.
export const inCyrillic = (typed) => [...typed.toLowerCase()].map((letter) => {
  const placed = BY_KEY.get(letter);
  return placed && "нбоузпсвачек".includes(placed) ? placed : (BY_SOUND.get(letter) ?? letter);
}).join("");

// In words, for the ear: «пять», «нет на уроке».
const SPOKEN = { 5: "пять", 4: "четыре", 3: "три", 2: "два", 1: "один" };
export const spoken = (text) => {
  if (!text) return "пусто";
  const sign = SIGNS.find((one) => one.text === text);
  return sign ? sign.words.split(/[;:,]/)[0] : (SPOKEN[text] ?? text);
};
