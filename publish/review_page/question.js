// One question: what is printed, where, what was made of it, why that is doubtful, and what it may be.

const ASKED = {
  status: "Which status is this?", rag: "Which colour is this?", date: "Which date is this?",
  timescale: "How long is this?", agency: "Which body is this?", area: "Which area is this?",
  grade: "Which grade is this?", aspect: "Which aspect is this?", reading: "Which of these are its recommendations?",
  link: "Which of these does it go on from?",
};

const heading = (words) => el("h1", { id: "heading", tabindex: "-1" }, words);
const fact = (name, ...value) => [el("dt", {}, name), el("dd", {}, ...value)];

/** Name a document by its title and its file; by its id until the rows are unpacked. */
const documentName = (id) => {
  const [doc] = rows?.of("documents", id) ?? [];
  return [doc?.title ?? doc?.file ?? id, doc?.title ? doc.file : ""];
};

function documentFact(id) {
  const [name, file] = documentName(id);
  return fact("Document", name, file ? el("small", {}, ` ${file}`) : null);
}

function questionView(place) {
  const question = review.questions[place];
  const id = question.recommendation_id;
  const answered = answers.on(place);
  const held = question.value === null ? el("i", {}, "left blank") : question.name ?? plain(question.value);
  const how = question.method && question.method !== "none" ? `, by ${plain(question.method)}` : "";
  return el("article", { class: "question", "aria-labelledby": "heading" },
    el("p", { class: "where" }, `Question ${place + 1} of ${review.questions.length}`,
      question.page ? `, page ${question.page}` : "", answered ? ", answered" : `, ${answers.open.length} open`),
    heading(ASKED[question.kind]),
    question.raw ? el("blockquote", {}, question.raw) : null,
    el("dl", { class: "facts" },
      fact("Why it is asked", question.reason),
      whole(question) ? null : fact("Now in the dataset", held, how),
      id ? fact("Recommendation", el("a", { href: `#/recommendation/${id}` }, id)) : null,
      documentFact(question.document_id)),
    answered ? answeredView(answered) : choicesView(place, question),
    el("section", { "aria-label": "The place on the page" },
      ...pictures(question.spots, question.pictures, question.document_id, question.raw, question.no_picture)));
}

/** Whether a question is of one document alone and has no value but the candidates. */
const whole = ({ kind }) => kind === "reading" || kind === "link";

function answeredView([, document, , value, by, day]) {
  return el("p", { class: "answered" }, "Answered: ", el("b", {}, value ? plain(value) : "no value"),
    document ? "" : ", everywhere", `, by ${by} on ${day}. `,
    button({ class: "link", onclick: undo }, "Take the last answer back ", kbd("u")));
}

function choicesView(place, question) {
  // Without the record of its document only the names of the readings are known.
  const drawn = question.readings.length === question.candidates.length && question.readings.length > 0;
  const candidates = drawn ? [] : question.candidates.map(([value, score], number) => el("li", {},
    button({ class: "candidate", onclick: () => take(place, number) },
      kbd(number + 1), el("span", {}, plainCandidate(value)),
      el("span", { class: "score" }, score ? `${Math.round(score)} of 100` : ""))));
  return el("section", { class: "choices", "aria-label": "Answers" },
    drawn ? readingsView(question, () => take(place, shown)) : null,
    candidates.length ? el("ol", { class: "candidates" }, ...candidates) : null,
    el("div", { class: "others" },
      question.value === null ? null : button({ onclick: () => accept(place) },
        `Accept ${question.name ?? plain(question.value)} `, kbd("a")),
      button({ onclick: () => leaveBlank(place) }, whole(question) ? "None of these " : "It has no value ", kbd("n")),
      button({ onclick: () => step(1) }, "Skip ", kbd("s")),
      whole(question) ? null : el("label", { class: "everywhere" },
        el("input", { type: "checkbox", id: "everywhere", checked: everywhere,
          onchange: (event) => (everywhere = event.target.checked) }),
        "in every document ", kbd("e"))),
    whole(question) ? null : valueField(question.kind, (value) => answer(place, value, "answered from the review queue")));
}

/** A candidate reads 'ods:5QK (Wiltshire Primary Care Trust)' where it is a body: its name goes first. */
const plainCandidate = (value) => (/^\S+ \(.+\)$/.test(value) ? value.replace(/^(\S+) \((.+)\)$/, "$2 ($1)") : plain(value));
