// A part of a page with the cell outlined: the picture as printed, the outline drawn over it.

const SPACE = 2; // points between the words and their outline

const outline = ([x0, top, x1, bottom], kind) => svg("rect", {
  class: kind, rx: 2, "vector-effect": "non-scaling-stroke",
  x: x0 - SPACE, y: top - SPACE, width: x1 - x0 + 2 * SPACE, height: bottom - top + 2 * SPACE,
});

/** Return the figure of a picture; `cell` and `row` are the boxes to outline, in points of the page. */
function figure({ page, box: [x0, top, x1, bottom], image, width, height }, { cell, row, of_readings: whole }, words) {
  const what = whole ? "its rows outlined" : cell.length ? "the cell outlined" : "the row outlined";
  const outlines = whole ? [] : cell.length ? [...row.map((box) => outline(box, "row")), ...cell.map((box) => outline(box, "cell"))]
    : row.map((box) => outline(box, "cell"));
  const sheet = el("div", { class: "sheet", tabindex: "0", role: "group", "aria-label": `Page ${page}, can be scrolled` },
    el("div", { class: "drawing" },
      el("img", {
        src: `data:image/webp;base64,${image}`, width, height,
        alt: `Part of page ${page} as printed, ${what}.${words ? ` It holds: ${words}` : ""}`,
      }),
      svg("svg", {
        viewBox: `${x0} ${top} ${x1 - x0} ${bottom - top}`, preserveAspectRatio: "none", "aria-hidden": "true",
        "data-readings": whole ? page : null,
      }, ...outlines)));
  const enlarge = ({ currentTarget }) => {
    const large = sheet.classList.toggle("large");
    currentTarget.setAttribute("aria-pressed", String(large));
    if (large) sheet.querySelector("rect.cell")?.scrollIntoView({ block: "nearest", inline: "center" });
  };
  return el("figure", {}, sheet, el("figcaption", {}, `Page ${page}, ${what}.`,
    button({ class: "link zoom", "aria-pressed": "false", onclick: enlarge }, "Larger ", kbd("z"))));
}

const noPicture = (why) => el("p", { class: "no-picture" }, why);

/** Return a holder in whose place the picture is put that the server draws of a spot. */
function drawnPicture(spot, documentId, words) {
  const holder = noPicture(`Drawing page ${spot.page} …`);
  const boxes = (list) => list.map((box) => box.join(",")).join(";");
  const asked = new URLSearchParams({
    document: documentId, page: spot.page, cell: boxes(spot.cell), row: boxes(spot.row),
    ...(spot.of_readings ? { readings: "all" } : {}),
  });
  fetch(`picture?${asked}`)
    .then(async (reply) => [reply.ok, await reply.json()])
    .then(([ok, content]) => holder.replaceWith(ok ? figure(content, spot, words) : noPicture(content.error)))
    .then(outlineReading)
    .catch(() => holder.replaceWith(noPicture(SILENT)));
  return holder;
}

/** Return the pictures of some spots: those in the page, or those that the server draws. */
function pictures(spots, ready, documentId, words, why) {
  if (SERVED && spots.length) return spots.map((spot) => drawnPicture(spot, documentId, words));
  const shown = ready.map((picture) => figure(picture, spots.find(({ page }) => page === picture.page), words));
  return why ? [...shown, noPicture(why)] : shown;
}
