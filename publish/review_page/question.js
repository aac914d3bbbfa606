// One question: what is printed, where, what was made of it, why that is doubtful, and what it may be.

const ASKED = {
  status: "Which status is this?", rag: "Which colour is this?", date: "Which date is this?",
  timescale: "How long is this?", agency: "Which body is this?", area: "Which area is this?",
  grade: "Which grade is this?", aspect: "Which aspect is this?",
};

const fact = (name, ...value) => [el("dt", {}, name), el("dd", {}, ...value)];

function questionView(place) {
  const question = review.questions[place];
  const answered = answers.on(place);
  const held = question.value === null ? el("i", {}, "left blank") : question.name ?? plain(question.value);
  const how = question.method && question.method !== "none" ? `, by ${plain(question.method)}` : "";
  const open = answers.open;
  return el("article", { class: "question", "aria-labelledby": "heading" },
    el("p", { class: "where" }, `Question ${place + 1} of ${review.questions.length}`,
      question.page ? `, page ${question.page}` : "", answered ? ", answered" : `, ${open.length} open`),
    el("h1", { id: "heading", tabindex: "-1" }, ASKED[question.kind] ?? question.kind),
    el("blockquote", {}, question.raw),
    el("dl", { class: "facts" },
      fact("Why it is asked", question.reason),
      fact("Now in the dataset", held, how),
      question.recommendation_id
        ? fact("Recommendation", el("a", { href: `#/recommendation/${question.recommendation_id}` }, question.recommendation_id))
        : null,
      documentFact(question.document_id)),
    answered ? answeredView(answered) : choicesView(place, question),
    el("section", { "aria-label": "The place on the page" },
      ...pictures(question.spots, question.pictures, question.document_id, question.raw, question.no_picture)));
}

/** Name a document by its title and its file; by its id until the rows are unpacked. */
function documentFact(id) {
  const doc = rows?.document(id);
  return fact("Document", doc ? doc.title ?? doc.file : id, doc?.title ? el("small", {}, ` ${doc.file}`) : null);
}

function answeredView(decision) {
  const [, document, , value, by, day] = decision;
  return el("p", { class: "answered" }, "Answered: ", el("b", {}, value ? plain(value) : "no value"),
    document ? "" : ", everywhere", `, by ${by} on ${day}. `,
    el("button", { type: "button", class: "link", onclick: () => undo() }, "Take the last answer back ", el("kbd", {}, "u")));
}

function choicesView(place, question) {
  const candidates = question.candidates.map(([value, score], number) => el("li", {},
    el("button", { type: "button", class: "candidate", onclick: () => take(place, number) },
      el("kbd", {}, String(number + 1)), el("span", {}, plainCandidate(value)),
      el("span", { class: "score" }, score ? `${Math.round(score)} of 100` : ""))));
  return el("section", { class: "choices", "aria-label": "Answers" },
    candidates.length ? el("ol", { class: "candidates" }, ...candidates) : null,
    el("div", { class: "others" },
      question.value === null ? null : el("button", { type: "button", onclick: () => accept(place) },
        `Accept ${question.name ?? plain(question.value)} `, el("kbd", {}, "a")),
      el("button", { type: "button", onclick: () => leaveBlank(place) }, "It has no value ", el("kbd", {}, "n")),
      el("button", { type: "button", onclick: () => step(1) }, "Skip ", el("kbd", {}, "s")),
      el("label", { class: "everywhere" },
        el("input", { type: "checkbox", id: "everywhere", onchange: (event) => (everywhere = event.target.checked), checked: everywhere }),
        "in every document ", el("kbd", {}, "e"))),
    valueField(question.kind, (value) => answer(place, value, "answered from the review queue")));
}

/** A candidate reads 'ods:5QK (Wiltshire Primary Care Trust)' where it is a body: its name goes first. */
function plainCandidate(value) {
  const named = value.match(/^(\S+) \((.+)\)$/);
  return named ? `${named[2]} (${named[1]})` : plain(value);
}
