// The data of the page: the small part at once, the rows and the bodies unpacked while a person reads.

const review = JSON.parse(byId("review-data").textContent);

/** Let the browser paint and take keys before work goes on. */
const pause = () => new Promise((go) => setTimeout(go));

async function unpack(id) {
  const holder = byId(id);
  holder.remove();
  await pause();
  const bytes = Uint8Array.from(atob(holder.textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/** All rows of the dataset, column by column, with what belongs to a document or recommendation by its id. */
class Rows {
  constructor(tables) {
    const places = (keys) => Map.groupBy(keys.keys(), (place) => keys[place]);
    this.tables = tables;
    this.size = tables.recommendations.recommendation_id.length;
    this.places = {
      documents: places(tables.documents.document_id),
      recommendations: places(tables.recommendations.recommendation_id),
      responsibilities: places(tables.responsibilities.recommendation_id),
      issues: places(tables.issues.recommendation_id),
    };
    this.haystacks = [];
  }

  row(table, place) {
    return Object.fromEntries(Object.entries(this.tables[table]).map(([name, column]) => [name, column[place]]));
  }

  of(table, id) {
    return (this.places[table].get(id) ?? []).map((place) => this.row(table, place));
  }

  /** Prepare the words by which rows are found: id, council, document, status, bodies and the row's own. */
  async index() {
    const { recommendations: rows, documents, responsibilities: bodies } = this.tables;
    for (let place = 0; place < this.size; place++) {
      if (place % 4000 === 0) await pause();
      const [doc] = this.places.documents.get(rows.document_id[place]) ?? [];
      const named = this.places.responsibilities.get(rows.recommendation_id[place]) ?? [];
      const words = [
        rows.recommendation_id[place], rows.ref[place], rows.status[place], rows.status_raw[place],
        documents.area[doc], documents.title[doc], documents.file[doc], rows.section[place],
        rows.text[place], rows.owner_raw[place],
        ...named.flatMap((body) => [bodies.agency[body], bodies.agency_raw[body], bodies.agency_id[body]]),
      ];
      this.haystacks.push(fold(plain(words.filter(Boolean).join(" "))));
    }
  }

  /** Return the places of the rows that hold all words and keep the filters; a blank filter keeps all. */
  find(words, { status, council, body }) {
    const sought = wordsOf(plain(words));
    const rows = this.tables.recommendations;
    const idsWhere = (table, id, column, value) => new Set(
      value && this.tables[table][id].filter((_, place) => this.tables[table][column][place] === value));
    const documents = idsWhere("documents", "document_id", "area", council);
    const named = idsWhere("responsibilities", "recommendation_id", "agency", body);
    return [...this.haystacks.keys()].filter((place) =>
      (!status || (rows.status[place] ?? "none") === status)
      && (!council || documents.has(rows.document_id[place]))
      && (!body || named.has(rows.recommendation_id[place]))
      && sought.every((word) => this.haystacks[place].includes(word)));
  }

  /** Return what a filter can be set to, in the order of the alphabet. */
  choices(table, column) {
    const values = new Set(this.tables[table][column].filter((value) => value !== null));
    return [...values].sort(new Intl.Collator("en-GB").compare);
  }
}

const dateOf = (doc) => doc.published ?? doc.meeting_date ?? doc.inspection_end ?? doc.inspection_start;
