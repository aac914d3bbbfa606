// Answers to questions: kept by the server that wrote the page, or in the page until they are downloaded.

const SILENT = "The server of this page does not answer. It may have been stopped: start 'scrutiny review' again. "
  + "What was saved is kept.";

const COLUMN = { kind: 0, document: 1, raw: 2, value: 3 };

const csvCell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvRow = (cells) => cells.map(csvCell).join(",") + "\n";

/** Sends each answer to the server, which writes it before it says so. */
const server = {
  async send(path, body) {
    let reply;
    try {
      reply = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Error(SILENT);
    }
    const content = await reply.json();
    if (!reply.ok) throw new Error(content.error);
    return content;
  },
  async write(answer) {
    return (await this.send("answer", answer)).decision;
  },
  async takeBack() {
    await this.send("undo", {});
  },
};

/** Keeps answers in this browser until decisions.csv is downloaded. */
const browser = {
  async write({ question: place, value, why, by, everywhere }) {
    const question = review.questions[place];
    const day = new Date().toISOString().slice(0, 10);
    return [question.kind, everywhere ? "" : question.document_id, question.raw, value, by, day, why];
  },
  async takeBack() {},
};

class Answers {
  constructor() {
    this.keeper = review.mode === "served" ? server : browser;
    this.store = `answers-${review.questions.length}-${review.questions.map((each) => each.document_id).at(0) ?? ""}`;
    this.given = review.mode === "served" ? review.answered : this.remembered();
    this.downloaded = review.mode === "served" ? Infinity : 0;
    this.writing = false;
  }

  /** Return answers of an earlier visit that still fit the questions. */
  remembered() {
    const kept = JSON.parse(settings.get(this.store) ?? "[]");
    return kept.filter(([place, decision]) => {
      const question = review.questions[place];
      return question && question.kind === decision[COLUMN.kind] && question.raw === decision[COLUMN.raw];
    });
  }

  keep() {
    if (review.mode !== "served") settings.set(this.store, JSON.stringify(this.given));
  }

  /** Return the decision that answers a question: its own, or one on the same words that holds here too. */
  on(place) {
    const question = review.questions[place];
    const found = this.given.find(([other, decision]) => {
      const same = review.questions[other];
      return same.kind === question.kind && same.words === question.words
        && (decision[COLUMN.document] === "" || decision[COLUMN.document] === question.document_id);
    });
    return found ? found[1] : null;
  }

  get open() {
    return review.questions.map((_, place) => place).filter((place) => !this.on(place));
  }

  /** Write an answer. One at a time: a key held down must not answer the next question too. */
  async give(answer) {
    if (this.writing || this.on(answer.question)) return null;
    this.writing = true;
    try {
      const decision = await this.keeper.write(answer);
      this.given.push([answer.question, decision]);
      this.keep();
      return decision;
    } finally {
      this.writing = false;
    }
  }

  /** Take the last answer back; give the place of its question, null if there is none. */
  async undo() {
    if (this.writing || !this.given.length) return null;
    this.writing = true;
    try {
      await this.keeper.takeBack();
      const [place] = this.given.pop();
      this.downloaded = Math.min(this.downloaded, this.given.length);
      this.keep();
      return place;
    } finally {
      this.writing = false;
    }
  }

  /** Return the whole text of decisions.csv: what stood there, byte for byte, and the answers after it. */
  get file() {
    const before = review.decisions;
    const header = /[^\ufeff\r\n ]/.test(before) ? "" : csvRow(review.columns);
    const gap = before && !before.endsWith("\n") ? "\n" : "";
    return before + gap + header + this.given.map(([, decision]) => csvRow(decision)).join("");
  }

  download() {
    const link = el("a", {
      href: URL.createObjectURL(new Blob([this.file], { type: "text/csv;charset=utf-8" })),
      download: "decisions.csv",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    this.downloaded = this.given.length;
  }

  get unsaved() {
    return Math.max(0, this.given.length - this.downloaded);
  }
}
