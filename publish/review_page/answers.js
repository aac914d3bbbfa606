// Answers to questions: kept by the server that wrote the page, or in the page until they are downloaded.

const SILENT = "The server of this page does not answer. It may have been stopped: start 'scrutiny review' again. "
  + "What was saved is kept.";

const SERVED = review.mode === "served";

const csvCell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvRow = (cells) => cells.map(csvCell).join(",") + "\n";

/** Send an answer, or that the last one is taken back; the server writes it before it says so. */
async function send(path, body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const reply = await fetch(path, options).catch(() => { throw new Error(SILENT); });
  const content = await reply.json();
  if (!reply.ok) throw new Error(content.error);
  return content;
}

/** Return an answer as a row of decisions.csv. */
function decisionOf({ question: place, value, why, by, everywhere }) {
  const { kind, document_id, raw } = review.questions[place];
  return [kind, everywhere ? "" : document_id, raw, value, by, new Date().toISOString().slice(0, 10), why];
}

class Answers {
  constructor() {
    this.store = `answers-${review.questions.length}-${review.questions[0]?.document_id ?? ""}`;
    // In a file, the answers of an earlier visit that still fit the questions.
    this.given = SERVED ? review.answered : JSON.parse(kept(this.store) ?? "[]").filter(([place, [kind, , raw]]) =>
      review.questions[place]?.kind === kind && review.questions[place].raw === raw);
    this.downloaded = SERVED ? Infinity : 0;
    this.writing = false;
  }

  /** Return the decision that answers a question: its own, or one on the same words that holds here too. */
  on(place) {
    const question = review.questions[place];
    const found = this.given.find(([other, [kind, document]]) =>
      kind === question.kind && review.questions[other].words === question.words
      && (document === "" || document === question.document_id));
    return found?.[1] ?? null;
  }

  get open() {
    return [...review.questions.keys()].filter((place) => !this.on(place));
  }

  get unsaved() {
    return Math.max(0, this.given.length - this.downloaded);
  }

  /** Do one thing at a time: a key held down must not answer the next question too. */
  async alone(work) {
    if (this.writing) return null;
    this.writing = true;
    try {
      const done = await work();
      if (!SERVED) kept(this.store, JSON.stringify(this.given));
      return done;
    } finally {
      this.writing = false;
    }
  }

  /** Write an answer; give its decision, null if the question has one. */
  give(answer) {
    return this.alone(async () => {
      if (this.on(answer.question)) return null;
      const decision = SERVED ? (await send("answer", answer)).decision : decisionOf(answer);
      this.given.push([answer.question, decision]);
      return decision;
    });
  }

  /** Take the last answer back; give the place of its question, null if there is none. */
  undo() {
    return this.alone(async () => {
      if (!this.given.length) return null;
      if (SERVED) await send("undo", {});
      const [place] = this.given.pop();
      this.downloaded = Math.min(this.downloaded, this.given.length);
      return place;
    });
  }

  /** Give a person the whole decisions.csv: what stood there, byte for byte, and the answers after it. */
  download() {
    const before = review.decisions;
    const header = /[^\ufeff\r\n ]/.test(before) ? "" : csvRow(review.columns);
    const gap = before && !before.endsWith("\n") ? "\n" : "";
    const text = [before, gap, header, ...this.given.map(([, decision]) => csvRow(decision))];
    const href = URL.createObjectURL(new Blob(text, { type: "text/csv;charset=utf-8" }));
    el("a", { href, download: "decisions.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    this.downloaded = this.given.length;
  }
}
