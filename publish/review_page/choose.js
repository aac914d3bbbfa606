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
