// One recommendation with its whole path: what is printed, where, and what was made of each part of it.

const SHOWN = [
  ["Status", "status_raw", "status", "status_method"],
  ["Colour", "rag_raw", "rag", "rag_from"],
  ["Due", "due_raw", "due_date", null],
  ["Timescale", "timescale_raw", "timescale", null],
];

const tableRow = (name, printed, cleaned, how) =>
  el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, printed), cleaned, el("td", {}, how));

function recommendationView(id) {
  const [row] = rows.of("recommendations", id);
  if (!row) return el("article", {}, heading("There is no such recommendation"), el("p", {}, id));
  const [doc] = rows.of("documents", row.document_id);
  // Without the document's record the dataset still tells where the row stands.
  const cells = row.cells ? Object.values(row.cells).flat() : JSON.parse(row.regions);
  const pages = [...new Set(cells.map(([page]) => page))].sort((one, other) => one - other);
  const spots = pages.map((page) => ({
    page, cell: [], row: cells.filter(([each]) => each === page).map(([, ...box]) => box),
  }));
  const values = SHOWN.filter(([, raw, value]) => row[raw] !== null || row[value] !== null)
    .map(([name, raw, value, how]) => tableRow(name, row[raw] ?? "",
      el("td", { class: value === "rag" && row.rag ? `rag ${row.rag}` : "" }, plain(row[value] ?? "")),
      plain(row[how] ?? "")));
  const named = rows.of("responsibilities", id).map((body) => tableRow(
    plain(body.role).replace(/^./, (letter) => letter.toUpperCase()), body.agency_raw,
    el("td", {}, body.agency ?? `no body (${plain(body.kind ?? "unknown")})`,
      body.today && body.today_id !== body.agency_id ? el("small", {}, ` today ${body.today}`) : null),
    body.method === "none" ? "" : plain(body.method)));
  const notes = rows.of("issues", id).map(({ level, message }) => el("li", { class: level }, message));
  return el("article", { class: "recommendation", "aria-labelledby": "heading" },
    el("p", { class: "where" }, [doc?.area, doc && dateOf(doc), row.section].filter(Boolean).join(", ")),
    heading(row.ref ? `Recommendation ${row.ref}` : "Recommendation"),
    el("blockquote", {}, row.text),
    row.comments ? el("p", { class: "comments" }, row.comments) : null,
    el("table", {},
      el("caption", {}, "What is printed, and what was made of it"),
      el("thead", {}, el("tr", {}, ...["What", "Printed", "Cleaned", "How"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...values, ...named)),
    notes.length ? el("ul", { class: "notes" }, ...notes) : null,
    el("dl", { class: "facts" }, fact("Id", id), documentFact(row.document_id),
      fact("Pages", row.page === row.page_last ? row.page : `${row.page} to ${row.page_last}`)),
    el("section", { "aria-label": "The place on the page" }, ...pictures(spots, [], row.document_id, "",
      SERVED ? "" : `It stands on page ${row.page} of the document. 'scrutiny review' draws it.`)));
}
