// The data of the page: the small part at once, the rows and the bodies unpacked while a person reads.

const review = JSON.parse(byId("review-data").textContent);

async function unpack(id) {
  const holder = byId(id);
  const letters = holder.textContent;
  holder.remove();
  await pause();
  const bytes = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(letters)
    : Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** Fold case and accents away, for searching. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const DATES = ["published", "meeting_date", "inspection_end", "inspection_start"];

/** All rows of the dataset, column by column, with what belongs to a recommendation found by its id. */
class Rows {
  constructor(tables) {
    this.tables = tables;
    this.size = tables.recommendations.recommendation_id.length;
    this.places = new Map(tables.recommendations.recommendation_id.map((id, place) => [id, place]));
    this.documents = new Map();
    tables.documents.document_id.forEach((id, place) => {
      if (!this.documents.has(id)) this.documents.set(id, place);
    });
    this.named = Rows.grouped(tables.responsibilities.recommendation_id);
    this.noted = Rows.grouped(tables.issues.recommendation_id);
    this.haystacks = [];
  }

  static grouped(keys) {
    const groups = new Map();
    keys.forEach((key, place) => {
      if (key === null) return;
      if (groups.has(key)) groups.get(key).push(place);
      else groups.set(key, [place]);
    });
    return groups;
  }

  row(table, place) {
    const columns = this.tables[table];
    return Object.fromEntries(Object.keys(columns).map((name) => [name, columns[name][place]]));
  }

  recommendation(id) {
    return this.places.has(id) ? this.row("recommendations", this.places.get(id)) : null;
  }

  document(id) {
    return this.documents.has(id) ? this.row("documents", this.documents.get(id)) : null;
  }

  of(table, groups, id) {
    return (groups.get(id) ?? []).map((place) => this.row(table, place));
  }

  bodies(id) {
    return this.of("responsibilities", this.named, id);
  }

  notes(id) {
    return this.of("issues", this.noted, id);
  }

  /** Prepare the words by which rows are found: id, council, document, status, bodies and the row's own. */
  async index() {
    const { recommendations: rows, documents, responsibilities: bodies } = this.tables;
    for (let place = 0; place < this.size; place++) {
      if (place % 4000 === 0) await pause();
      const doc = this.documents.get(rows.document_id[place]);
      const named = this.named.get(rows.recommendation_id[place]) ?? [];
      const words = [
        rows.recommendation_id[place], rows.ref[place], rows.status[place], rows.status_raw[place],
        documents.area[doc], documents.title[doc], documents.file[doc], rows.section[place],
        rows.text[place], rows.owner_raw[place],
        ...named.flatMap((body) => [bodies.agency[body], bodies.agency_raw[body], bodies.agency_id[body]]),
      ];
      this.haystacks.push(fold(words.filter(Boolean).join(" ").replaceAll("_", " ")));
    }
  }

  /** Return the places of the rows that hold all words and keep the filters; a blank filter keeps all. */
  find(words, filters) {
    const sought = fold(words.replaceAll("_", " ")).split(/\s+/).filter(Boolean);
    const { recommendations: rows, documents } = this.tables;
    const council = filters.council
      ? new Set(documents.document_id.filter((_, place) => documents.area[place] === filters.council))
      : null;
    const body = filters.body
      ? new Set(this.tables.responsibilities.recommendation_id.filter(
          (_, place) => this.tables.responsibilities.agency[place] === filters.body))
      : null;
    const found = [];
    for (let place = 0; place < this.size; place++) {
      if (filters.status && (rows.status[place] ?? "none") !== filters.status) continue;
      if (council && !council.has(rows.document_id[place])) continue;
      if (body && !body.has(rows.recommendation_id[place])) continue;
      if (sought.every((word) => this.haystacks[place].includes(word))) found.push(place);
    }
    return found;
  }

  /** Return what a filter can be set to, in the order of the alphabet. */
  choices(table, column) {
    const sorter = new Intl.Collator("en-GB");
    return [...new Set(this.tables[table][column].filter((value) => value !== null))].sort(sorter.compare);
  }
}

const dateOf = (doc) => DATES.map((name) => doc[name]).find(Boolean) ?? null;
