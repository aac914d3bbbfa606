// The page itself: which view is open, the list beside it, and what each key does.

const answers = new Answers();
let rows = null;
let bodies = [];
let everywhere = false;
let view = "questions";
let at = null;

const KEYS = [
  ["1 2 3", "take that candidate"], ["v", "write another value"], ["n", "it has no value"], ["e", "for this document, or everywhere"],
  ["a", "accept what is in the dataset now"], ["s", "skip, or go on"], ["b", "go back"], ["u", "take the last answer back"], ["r", "open the recommendation"],
  ["z", "larger picture"], ["/", "search"], ["?", "show these keys"],
];

const LINE = 76;

const list = new LongList(byId("list"), {
  label: "Found", height: LINE,
  line: (item) => (view === "all" ? rowLine(item) : questionLine(item)),
  open: (item) => go(view === "all" ? `recommendation/${rows.tables.recommendations.recommendation_id[item]}` : `question/${item + 1}`),
});

const questionLine = (place) => {
  const question = review.questions[place];
  return el("span", { class: answers.on(place) ? "done" : "" },
    el("b", {}, short(question.raw, 60)), el("small", {}, `${plain(question.kind)}: ${short(question.reason, 70)}`));
};

const rowLine = (place) => {
  const row = rows.row("recommendations", place);
  return el("span", {},
    el("b", {}, [row.ref, row.status ? plain(row.status) : null].filter(Boolean).join("  ") || "no number"),
    el("small", {}, short(row.text, 110)));
};

const go = (where) => {
  if (location.hash === `#/${where}`) route();
  else location.hash = `#/${where}`;
};

function show(article) {
  byId("main").replaceChildren(article);
  byId("main").scrollTop = 0;
  window.scrollTo(0, 0);
  // A person who reads by ear hears the new heading; the first view is not taken from the page's start.
  article.querySelector("h1")?.focus({ preventScroll: true });
}

async function route() {
  const [name, id] = decodeURIComponent(location.hash.replace(/^#\/?/, "")).split(/\/(.*)/);
  if (name === "recommendation" || name === "all") {
    view = "all";
    if (!rows) {
      show(el("article", {}, el("h1", { tabindex: "-1" }, "Unpacking the rows …")));
      await unpacked;
    }
    refresh();
    if (name === "recommendation") {
      at = null;
      list.choose(rows.places.get(id) ?? null);
      show(recommendationView(id));
    } else {
      show(el("article", {}, el("h1", { tabindex: "-1" }, count(rows.size, "recommendation")),
        el("p", {}, "Search, or choose one from the list, to see what is printed, where, and what was made of it.")));
    }
    return;
  }
  view = "questions";
  refresh();
  const place = name === "question" ? Number(id) - 1 : answers.open[0];
  if (review.questions[place] === undefined) {
    at = null;
    show(doneView());
    return;
  }
  at = place;
  list.choose(place);
  show(questionView(place));
}

function doneView() {
  const given = answers.given.length;
  const what = review.questions.length ? "Every question is answered" : "There are no questions";
  const next = review.mode === "served"
    ? "The answers are in decisions.csv. Run 'scrutiny run' again to use them."
    : "Download decisions.csv, put it into the review folder, and run 'scrutiny run' again.";
  return el("article", { class: "done" }, el("h1", { tabindex: "-1" }, what),
    given ? el("p", {}, `${count(given, "answer")} given here. ${next}`) : null);
}

/** Show what the list, the counts and the bar say now. */
function refresh() {
  const open = answers.open;
  byId("open-count").textContent = open.length.toLocaleString("en-GB");
  byId("all-count").textContent = rows ? rows.size.toLocaleString("en-GB") : "";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const bar = byId("progress");
  bar.setAttribute("aria-valuemax", String(review.questions.length));
  bar.setAttribute("aria-valuenow", String(review.questions.length - open.length));
  bar.hidden = !review.questions.length;
  bar.firstElementChild.setAttribute("data-share", String(review.questions.length - open.length));
  bar.firstElementChild.style.width = `${100 * (1 - open.length / Math.max(1, review.questions.length))}%`;
  const save = byId("save");
  save.hidden = review.mode === "served" || !answers.given.length;
  save.textContent = answers.unsaved ? `Download decisions.csv (${answers.unsaved} new)` : "Download again";
  search();
}

function search() {
  const words = byId("words").value;
  if (view === "all" && rows) {
    const found = rows.find(words, filters());
    byId("found").textContent = count(found.length, "row");
    list.show(found, list.chosen);
    byId("filters").hidden = false;
    return;
  }
  byId("filters").hidden = true;
  const sought = fold(words).split(/\s+/).filter(Boolean);
  const open = new Set(answers.open);
  const places = review.questions.map((_, place) => place)
    .filter((place) => {
      const question = review.questions[place];
      const text = fold(`${question.raw} ${question.kind} ${question.reason} ${question.recommendation_id}`);
      return sought.every((word) => text.includes(word));
    })
    .sort((one, other) => open.has(other) - open.has(one) || one - other);
  byId("found").textContent = `${places.filter((place) => open.has(place)).length} open of ${places.length}`;
  list.show(places, at);
}

const filters = () => Object.fromEntries(["status", "council", "body"].map((name) => [name, byId(`filter-${name}`)?.value ?? ""]));

function drawFilters() {
  const choice = (name, label, values) => [
    el("label", { for: `filter-${name}` }, label),
    el("select", { id: `filter-${name}`, onchange: () => search() },
      el("option", { value: "" }, "any"), ...values.map(([value, text]) => el("option", { value }, text))),
  ];
  const same = (values) => values.map((value) => [value, value]);
  byId("filters").replaceChildren(
    ...choice("status", "Status", [...rows.choices("recommendations", "status").map((value) => [value, plain(value)]), ["none", "none printed"]]),
    ...choice("council", "Area", same(rows.choices("documents", "area"))),
    ...choice("body", "Body", same(rows.choices("responsibilities", "agency"))));
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
    say(`${short(review.questions[place].raw, 40)}: ${value ? plainCandidate(value) : "no value"}${everywhere ? ", everywhere" : ""}`);
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
    if (place === null) say("There is nothing to take back.");
    else {
      say("Taken back.");
      go(`question/${place + 1}`);
    }
  } catch (error) {
    say(error.message, "wrong");
  }
}

/** Go to the next open question (or the one before), round the end. */
function step(by) {
  const open = answers.open;
  if (!open.length) {
    go("questions");
    return;
  }
  const after = by > 0 ? open.find((place) => place > (at ?? -1)) : open.findLast((place) => place < (at ?? Infinity));
  const place = after ?? (by > 0 ? open[0] : open.at(-1));
  if (place === at && by > 0) say("This is the only question left.");
  go(`question/${place + 1}`);
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const question = view === "questions" && at !== null ? review.questions[at] : null;
  const openNow = question && !answers.on(at);
  const done = {
    "?": () => showKeys(),
    "/": () => byId("words").focus(),
    u: () => undo(),
    z: () => document.querySelector(".zoom")?.click(),
    s: () => question && step(1),
    b: () => question && step(-1),
    a: () => openNow && question.value !== null && accept(at),
    n: () => openNow && leaveBlank(at),
    v: () => byId("value")?.focus(),
    e: () => byId("everywhere")?.click(),
    r: () => question?.recommendation_id && go(`recommendation/${question.recommendation_id}`),
  };
  if (/^[1-9]$/.test(event.key) && openNow) {
    if (question.candidates[event.key - 1] && !event.repeat) take(at, event.key - 1);
  } else if (done[event.key] && !event.repeat) done[event.key]();
  else return;
  event.preventDefault();
}

function showKeys() {
  byId("keys").replaceChildren(
    el("h2", { id: "keys-title" }, "Keys"),
    el("dl", {}, ...KEYS.flatMap(([keys, does]) => [el("dt", {}, ...keys.split(" ").map((each) => el("kbd", {}, each))), el("dd", {}, does)])),
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

byId("by").value = settings.get("by") ?? review.by;
byId("by").addEventListener("change", () => settings.set("by", byId("by").value));
byId("save").addEventListener("click", () => { answers.download(); refresh(); });
byId("help").addEventListener("click", showKeys);
byId("words").addEventListener("input", search);
document.querySelector("form.find").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", key);
window.addEventListener("hashchange", route);
window.addEventListener("beforeunload", (event) => { if (answers.unsaved && review.mode !== "served") event.preventDefault(); });
if (review.pictures_left_out) say(`${review.pictures_left_out} pictures are left out: this file holds ${review.picture_limit} MiB of them.`);
route();
