// Small helpers for the page. Text becomes text nodes and attributes alone: nothing here reads markup.

const byId = (id) => document.getElementById(id);

const maker = (create) => (name, attributes = {}, ...children) => {
  const node = create(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null));
  return node;
};

/** Make an element: `on…` attributes are listeners, attributes null or false and children null are left out. */
const el = maker((name) => document.createElement(name));
const svg = maker((name) => document.createElementNS("http://www.w3.org/2000/svg", name));

const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);
const kbd = (key) => el("kbd", {}, key);

/** Return a code of the dataset as words: 'in_progress' is 'in progress'. */
const plain = (code) => String(code).replaceAll("_", " ");

const count = (number, thing) => `${number.toLocaleString("en-GB")} ${thing}${number === 1 ? "" : "s"}`;

/** Cut long text at a word for a line of a list. */
const short = (text, most) => (text.length <= most ? text : text.slice(0, most).replace(/\s+\S*$/, "") + "…");

/** Fold case and accents away, for searching. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => fold(text).split(/\s+/).filter(Boolean);

let quiet = 0;

/** Tell a person what happened: shown for a while, and read out by screen readers. */
function say(text, kind = "") {
  const place = byId("said");
  place.className = `said shown ${kind}`;
  // The same sentence twice is read out twice only if it leaves in between.
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
  clearTimeout(quiet);
  quiet = setTimeout(() => place.classList.remove("shown"), kind === "wrong" ? 12000 : 5000);
}

/** Read, or write if a value is given, what this browser keeps under a name; some keep nothing for files. */
function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(`scrutiny-review-${name}`, value);
    return localStorage.getItem(`scrutiny-review-${name}`);
  } catch {
    return null; // The page works without; an answer that is not downloaded is lost with it, which the page says.
  }
}
