// Small helpers for the page. Text becomes text nodes and attributes alone: nothing here reads markup.

const byId = (id) => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make an element: `on…` attributes are listeners, children that are null or false are left out. */
const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

const svg = (name, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

/** Return a code of the dataset as words: 'in_progress' is 'in progress'. */
const plain = (code) => String(code).replaceAll("_", " ");

/** Begin words with a capital. */
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

const count = (number, thing) => `${number.toLocaleString("en-GB")} ${thing}${number === 1 ? "" : "s"}`;

/** Cut long text at a word for a line of a list. */
const short = (text, most = 160) =>
  text.length <= most ? text : text.slice(0, most).replace(/\s+\S*$/, "") + "…";

/** Let the browser paint and take keys before work goes on. */
const pause = () => new Promise((go) => setTimeout(go));

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

const settings = {
  get(name) {
    try {
      return localStorage.getItem(`scrutiny-review-${name}`);
    } catch {
      return null; // a browser that keeps nothing for files
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`scrutiny-review-${name}`, value);
    } catch {
      // The page works without; an answer that is not downloaded is lost with it, which the page says.
    }
  },
};
