// Answers to choose from: the candidates, any other value, or none.

const MOST_SHOWN = 9;
const EXAMPLE = { date: "a date such as 2026-11-30", timescale: "immediate, or a duration such as P3M" };

/** Return what can be chosen for words typed: values of a short list, or bodies by id and by words of a name. */
function suggestions(kind, words) {
  const sought = wordsOf(words);
  const holds = (text) => sought.every((word) => text.includes(word));
  if (review.values[kind]) {
    return review.values[kind].filter((value) => holds(fold(plain(value))))
      .map((value) => ({ value, name: plain(value), note: review.meanings[kind]?.[value] ?? "" }));
  }
  const typed = words.trim();
  if (kind !== "agency" && kind !== "area") return typed ? [{ value: typed, name: typed, note: "" }] : [];
  const found = [];
  for (const body of sought.length ? bodies : []) {
    const [value, name, span, council, others] = body;
    body.folded ??= fold(`${value} ${name} ${others}`);
    if ((council || kind === "agency") && holds(body.folded)) found.push({ value, name, note: `${value} ${span}` });
    if (found.length === MOST_SHOWN) break;
  }
  const owners = kind === "agency" ? ["post", "team", "group"].filter(holds) : [];
  return [...found, ...owners.map((value) => ({ value, name: `a ${value}`, note: "no public body" }))];
}

/** Return the field for another value; `give(value)` is called once one is chosen. */
function valueField(kind, give) {
  const listed = Boolean(review.values[kind]);
  const options = el("ul", { class: "options", id: "value-options" });
  const draw = () => options.replaceChildren(...suggestions(kind, input.value).map(({ value, name, note }) =>
    el("li", {}, button({ title: listed ? note : null, onclick: () => give(value) },
      name, note && !listed ? el("span", {}, ` ${note}`) : null))));
  const input = el("input", {
    id: "value", type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "value-hint",
    oninput: draw,
    onkeydown: (event) => {
      if (event.key === "Escape") input.blur();
      if (event.key !== "Enter") return;
      const [first] = suggestions(kind, input.value);
      if (first) give(first.value);
      else say("Nothing of that kind has these words.", "wrong");
      event.preventDefault();
    },
  });
  // Of a short list all values are shown, and what each means on request: the picture stays in sight.
  if (listed) draw();
  const hint = listed ? "Type some letters, Enter takes the first."
    : EXAMPLE[kind] ? `Write ${EXAMPLE[kind]}.` : "Type words of its name or its code, Enter takes the first.";
  return el("div", { class: "value" },
    el("label", { for: "value" }, "Another value ", kbd("v")), input,
    el("p", { class: "hint", id: "value-hint" }, hint), options);
}

// Readings of a document to choose from: each is drawn on the pages, its rows beside, before it is taken.

let shown = 0; // the place of the reading that is drawn

/** Return a button for each reading, what its rows are, and the button that takes the one that is drawn. */
function readingsView(question, takeIt) {
  shown = 0;
  const name = ({ 1: total, 2: list }) => {
    const pages = list.flatMap(([, places]) => places.map(([page]) => page));
    const [first, last] = [Math.min(...pages), Math.max(...pages)];
    return `${count(total, "row")}, page${first === last ? ` ${first}` : `s ${first} to ${last}`}`;
  };
  const holder = el("div", { class: "readings" },
    el("ol", { class: "candidates" }, ...question.readings.map((reading, number) => el("li", {},
      button({ class: "candidate", "aria-pressed": "false", onclick: () => showReading(question, number) },
        kbd(number + 1), el("span", {}, name(reading)))))),
    el("button", { type: "button", class: "take", onclick: takeIt }, "These are its recommendations ", kbd("Enter")),
    el("ol", { class: "items", "aria-live": "polite", "aria-label": "Rows of this reading" }));
  queueMicrotask(() => showReading(question, 0));
  return holder;
}

/** Show the rows of a reading, and draw them on the pages. */
function showReading(question, number) {
  shown = number;
  const [, total, list] = question.readings[number];
  document.querySelectorAll(".readings .candidate")
    .forEach((each, place) => each.setAttribute("aria-pressed", String(place === number)));
  const more = total > list.length ? [el("li", { class: "more" }, `and ${total - list.length} more`)] : [];
  document.querySelector(".items")?.replaceChildren(...list.map(([text]) => el("li", {}, text)), ...more);
  outlineReading();
}

/** Draw the rows of the reading that is shown on each page that is there, numbered, in two colours by turns. */
function outlineReading() {
  const question = view === "questions" && at !== null ? review.questions[at] : null;
  const reading = question?.readings[shown];
  for (const sheet of reading ? document.querySelectorAll("svg[data-readings]") : []) {
    const boxes = reading[2].flatMap(([, places], row) => places
      .filter(([page]) => page === Number(sheet.dataset.readings))
      .map(([, ...box], part) => [box, row, part]));
    sheet.replaceChildren(...boxes.flatMap(([box, row, part]) => [
      outline(box, row % 2 ? "item other" : "item"),
      ...(part ? [] : [svg("text", { x: box[0] - 5, y: box[1] + 8, "text-anchor": "end" }, String(row + 1))]),
    ]));
  }
}
