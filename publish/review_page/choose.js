// Answers to choose from: the candidates, any other value, or none.

const BODY = { id: 0, name: 1, span: 2, council: 3, others: 4 };
const MOST_SHOWN = 9;
const EXAMPLE = { date: "a date such as 2026-11-30", timescale: "immediate, or a duration such as P3M" };

/** Return what can be chosen for words typed: values of a short list, or bodies by id and by words of a name. */
function suggestions(kind, words) {
  const sought = fold(words).split(/\s+/).filter(Boolean);
  const holds = (text) => sought.every((word) => text.includes(word));
  const values = review.values[kind];
  if (values) {
    const meaning = review.meanings[kind] ?? {};
    return values.filter((value) => holds(fold(plain(value))))
      .map((value) => ({ value, name: plain(value), note: meaning[value] ?? "" }));
  }
  if (kind !== "agency" && kind !== "area") return words.trim() ? [{ value: words.trim(), name: words.trim(), note: "" }] : [];
  const found = [];
  for (const body of bodies) {
    if (kind === "area" && !body[BODY.council]) continue;
    body.folded ??= fold(`${body[BODY.id]} ${body[BODY.name]} ${body[BODY.others]}`);
    if (sought.length && holds(body.folded)) {
      found.push({ value: body[BODY.id], name: body[BODY.name], note: `${body[BODY.id]} ${body[BODY.span]}` });
    }
    if (found.length === MOST_SHOWN) break;
  }
  if (kind === "agency") {
    for (const value of ["post", "team", "group"]) {
      if (holds(value)) found.push({ value, name: `a ${value}`, note: "no public body" });
    }
  }
  return found;
}

/** Return the field for another value; `give(value)` is called once one is chosen. */
function valueField(kind, give) {
  const listed = Boolean(review.values[kind]);
  const options = el("ul", { class: "options", id: "value-options" });
  const input = el("input", {
    id: "value", type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "value-hint",
    oninput: () => draw(),
    onkeydown: (event) => {
      if (event.key === "Escape") input.blur();
      if (event.key !== "Enter") return;
      const first = suggestions(kind, input.value)[0];
      if (first) give(first.value);
      else say("Nothing of that kind has these words.", "wrong");
      event.preventDefault();
    },
  });
  const draw = () => options.replaceChildren(...suggestions(kind, input.value).map((each) =>
    el("li", {}, el("button", { type: "button", title: listed ? each.note : null, onclick: () => give(each.value) },
      each.name, each.note && !listed ? el("span", {}, ` ${each.note}`) : null))));
  // Of a short list all values are shown, and what each means on request: the picture stays in sight.
  if (listed) draw();
  const hint = listed ? "Type some letters, Enter takes the first."
    : EXAMPLE[kind] ? `Write ${EXAMPLE[kind]}.` : "Type words of its name or its code, Enter takes the first.";
  return el("div", { class: "value" },
    el("label", { for: "value" }, "Another value ", el("kbd", {}, "v")), input,
    el("p", { class: "hint", id: "value-hint" }, hint), options);
}
