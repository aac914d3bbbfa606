// The page itself: which view is open, the list beside it, and what each key does.

const answers = new Answers();
let rows = null;
let bodies = [];
let everywhere = false;
let view = "questions";
let at = null;

const KEYS = [
  ["1 … 5", "take that candidate; show that reading"], ["Enter", "take the reading that is shown"], ["v", "write another value"], ["n", "it has no value"], ["e", "for this document, or everywhere"],
  ["a", "accept what is in the dataset now"], ["s", "skip, or go on"], ["b", "go back"], ["u", "take the last answer back"], ["r", "open the recommendation"],
  ["z", "larger picture"], ["/", "search"], ["?", "show these keys"],
];

const list = new LongList(byId("list"),
  (item) => (view === "all" ? rowLine(item) : questionLine(item)),
  (item) => go(view === "all" ? `recommendation/${rows.tables.recommendations.recommendation_id[item]}` : `question/${item + 1}`));

const questionLine = (place) => {
  const question = review.questions[place];
  return el("span", { class: answers.on(place) ? "done" : "" },
    el("b", {}, short(question.raw || documentName(question.document_id)[0], 60)), el("small", {}, `${plain(question.kind)}: ${short(question.reason, 70)}`));
};

const rowLine = (place) => {
  const { ref, status, text } = rows.row("recommendations", place);
  return el("span", {},
    el("b", {}, [ref, status && plain(status)].filter(Boolean).join("  ") || "no number"), el("small", {}, short(text, 110)));
};

const go = (where) => {
  if (location.hash === `#/${where}`) route();
  else location.hash = `#/${where}`;
};

function show(article) {
  byId("main").replaceChildren(article);
  byId("main").scrollTop = 0;
  window.scrollTo(0, 0);
  // A screen reader tells the new heading; the first view is not taken from the page's start.
  article.querySelector("h1")?.focus({ preventScroll: true });
}

async function route() {
  const [name, id] = decodeURIComponent(location.hash.replace(/^#\/?/, "")).split(/\/(.*)/);
  view = name === "recommendation" || name === "all" ? "all" : "questions";
  if (view === "questions") {
    refresh();
    const place = name === "question" ? Number(id) - 1 : answers.open[0];
    at = review.questions[place] ? place : null;
    list.choose(at);
    show(at === null ? doneView() : questionView(at));
    return;
  }
  if (!rows) {
    show(el("article", {}, heading("Unpacking the rows …")));
    await unpacked;
  }
  refresh();
  if (name === "recommendation") {
    at = null;
    list.choose(rows.places.recommendations.get(id)?.[0] ?? null);
    show(recommendationView(id));
  } else {
    show(el("article", {}, heading(count(rows.size, "recommendation")),
      el("p", {}, "Search, or choose one from the list, to see what is printed, where, and what was made of it.")));
  }
}

function doneView() {
  const what = review.questions.length ? "Every question is answered" : "There are no questions";
  const next = SERVED ? "The answers are in decisions.csv. Run 'scrutiny run' again to use them."
    : "Download decisions.csv, put it into the review folder, and run 'scrutiny run' again.";
  const given = answers.given.length;
  return el("article", { class: "done" }, heading(what),
    given ? el("p", {}, `${count(given, "answer")} given here. ${next}`) : null);
}

/** Show what the list, the counts and the bar say now. */
function refresh() {
  const open = answers.open.length;
  const all = review.questions.length;
  byId("open-count").textContent = open.toLocaleString("en-GB");
  byId("all-count").textContent = rows?.size.toLocaleString("en-GB") ?? "";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("progress").hidden = !all;
  byId("progress").max = all;
  byId("progress").value = all - open;
  byId("save").hidden = SERVED || !answers.given.length;
  byId("save").textContent = answers.unsaved ? `Download decisions.csv (${answers.unsaved} new)` : "Download again";
  search();
}

function search() {
  const words = byId("words").value;
  const inRows = view === "all" && rows;
  byId("filters").hidden = !inRows;
  if (inRows) {
    const found = rows.find(words, filters());
    byId("found").textContent = count(found.length, "row");
    list.show(found, list.chosen);
    return;
  }
  const sought = wordsOf(words);
  const open = new Set(answers.open);
  const places = [...review.questions.keys()].filter((place) => {
    const { raw, kind, reason, recommendation_id: id } = review.questions[place];
    return sought.every((word) => fold(`${raw} ${kind} ${reason} ${id}`).includes(word));
  }).sort((one, other) => open.has(other) - open.has(one) || one - other);
  byId("found").textContent = `${places.filter((place) => open.has(place)).length} open of ${places.length}`;
  list.show(places, at);
}

const filters = () => Object.fromEntries(new FormData(document.querySelector("form.find")));

function drawFilters() {
  const choice = (name, label, values, told = (value) => value) => [
    el("label", { for: `filter-${name}` }, label),
    el("select", { id: `filter-${name}`, name, onchange: search },
      el("option", { value: "" }, "any"), ...values.map((value) => el("option", { value }, told(value)))),
  ];
  byId("filters").replaceChildren(
    ...choice("status", "Status", [...rows.choices("recommendations", "status"), "none"],
      (value) => (value === "none" ? "none printed" : plain(value))),
    ...choice("council", "Area", rows.choices("documents", "area")),
    ...choice("body", "Body", rows.choices("responsibilities", "agency")));
}

async function answer(place, value, why) {
  const by = byId("by").value.trim();
  if (!by) {
    say("Write who you are first: a decision is signed.", "wrong");
    byId("by").focus();
    return;
  }
  try {
    const decision = await answers.give({ question: place, value, why, by, everywhere });
    if (!decision) return;
    const { raw, document_id: id } = review.questions[place];
    say(`${short(raw || documentName(id)[0], 40)}: ${value ? plainCandidate(value) : "no value"}${everywhere ? ", everywhere" : ""}`);
    everywhere = false;
    step(1);
  } catch (error) {
    say(error.message, "wrong");
  }
}

const take = (place, number) =>
  answer(place, review.questions[place].candidates[number][0], `candidate ${number + 1} of the review queue`);
const leaveBlank = (place) => answer(place, "", "has no value");
const accept = (place) => answer(place, review.questions[place].value, "accepted as it was read");

async function undo() {
  try {
    const place = await answers.undo();
    say(place === null ? "There is nothing to take back." : "Taken back.");
    if (place !== null) go(`question/${place + 1}`);
  } catch (error) {
    say(error.message, "wrong");
  }
}

/** Go to the next open question (or the one before), round the end. */
function step(by) {
  const open = by > 0 ? answers.open : answers.open.reverse();
  const place = open.find((each) => (by > 0 ? each > (at ?? -1) : each < (at ?? Infinity))) ?? open[0];
  if (place === at && by > 0) say("This is the only question left.");
  go(open.length ? `question/${place + 1}` : "questions");
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const question = view === "questions" && at !== null ? review.questions[at] : null;
  const openNow = question && !answers.on(at);
  const does = {
    "?": showKeys,
    "/": () => byId("words").focus(),
    u: undo,
    z: () => document.querySelector(".zoom")?.click(),
    s: () => question && step(1),
    b: () => question && step(-1),
    a: () => openNow && question.value !== null && accept(at),
    n: () => openNow && leaveBlank(at),
    v: () => byId("value")?.focus(),
    e: () => byId("everywhere")?.click(),
    r: () => question?.recommendation_id && go(`recommendation/${question.recommendation_id}`),
    Enter: openNow && question.readings.length && !event.target.matches("button, a") ? () => take(at, shown) : undefined,
  }[event.key] ?? (openNow && byNumber(question, event.key - 1));
  if (!does || event.repeat) return;
  does();
  event.preventDefault();
}

/** Return what the key of a candidate does: it is taken, but a reading is first shown. */
function byNumber(question, number) {
  if (question.readings[number]) return () => showReading(question, number);
  return question.candidates[number] && (() => take(at, number));
}

function showKeys() {
  byId("keys").replaceChildren(
    el("h2", { id: "keys-title" }, "Keys"),
    el("dl", {}, ...KEYS.flatMap(([keys, does]) => [el("dt", {}, ...keys.split(" ").map(kbd)), el("dd", {}, does)])),
    el("form", { method: "dialog" }, el("button", { type: "submit" }, "Close")));
  byId("keys").showModal();
}

const unpacked = (async () => {
  const [tables, listed] = await Promise.all([unpack("rows-data"), unpack("bodies-data")]);
  rows = new Rows(tables);
  bodies = listed;
  await rows.index();
  drawFilters();
  // The view may show the document's id where its title is known now; a field in use is left alone.
  if (!document.activeElement?.matches("input, select")) await route();
  else refresh();
  document.documentElement.dataset.ready = "rows";
})();

byId("by").value = kept("by") ?? review.by;
byId("by").addEventListener("change", () => kept("by", byId("by").value));
byId("save").addEventListener("click", () => { answers.download(); refresh(); });
byId("help").addEventListener("click", showKeys);
byId("words").addEventListener("input", search);
document.querySelector("form.find").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", key);
window.addEventListener("hashchange", route);
window.addEventListener("beforeunload", (event) => { if (answers.unsaved) event.preventDefault(); });
if (review.pictures_left_out) say(`${review.pictures_left_out} pictures are left out: this file holds ${review.picture_limit} MiB of them.`);
route();
