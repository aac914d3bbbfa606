// A part of a page with the cell outlined: the picture as printed, the outline drawn over it.

const SPACE = 2; // points between the words and their outline

const outline = (box, kind) => svg("rect", {
  class: kind, rx: 2, "vector-effect": "non-scaling-stroke",
  x: box[0] - SPACE, y: box[1] - SPACE,
  width: box[2] - box[0] + 2 * SPACE, height: box[3] - box[1] + 2 * SPACE,
});

/** Return the figure of a picture; `cell` and `row` are the boxes to outline, in points of the page. */
function figure(picture, { cell, row }, words) {
  const [x0, top, x1, bottom] = picture.box;
  const meant = cell.length ? cell : row;
  const what = cell.length ? "the cell outlined" : "the row outlined";
  const sheet = el("div", { class: "sheet", tabindex: "0", role: "group", "aria-label": `Page ${picture.page}, can be scrolled` },
    el("div", { class: "drawing" },
      el("img", {
        src: picture.src, width: picture.width, height: picture.height,
        alt: `Part of page ${picture.page} as printed, ${what}.${words ? ` It holds: ${words}` : ""}`,
      }),
      svg("svg", { viewBox: `${x0} ${top} ${x1 - x0} ${bottom - top}`, preserveAspectRatio: "none", "aria-hidden": "true" },
        ...(cell.length ? row.map((box) => outline(box, "row")) : []),
        ...meant.map((box) => outline(box, "cell")))));
  return el("figure", {}, sheet,
    el("figcaption", {}, `Page ${picture.page}, ${what}.`,
      el("button", {
        type: "button", class: "link zoom", "aria-pressed": "false",
        onclick: (event) => enlarge(sheet, event.currentTarget),
      }, "Larger ", el("kbd", {}, "z"))));
}

function enlarge(sheet, button) {
  const large = sheet.classList.toggle("large");
  button.setAttribute("aria-pressed", String(large));
  const cell = sheet.querySelector("rect.cell");
  if (large && cell) cell.scrollIntoView({ block: "nearest", inline: "center" });
}

const noPicture = (why) => el("p", { class: "no-picture" }, why);

/** Ask the server for the picture of a place and put it where `holder` stands. */
async function fetchPicture(holder, documentId, spot, words) {
  const boxes = (list) => list.map((box) => box.join(",")).join(";");
  const asked = new URLSearchParams({
    document: documentId, page: spot.page, cell: boxes(spot.cell), row: boxes(spot.row),
  });
  try {
    const reply = await fetch(`picture?${asked}`);
    const content = await reply.json();
    holder.replaceWith(reply.ok ? figure(content, spot, words) : noPicture(content.error));
  } catch {
    holder.replaceWith(noPicture(SILENT));
  }
}

/** Return the pictures of some spots: those in the page, or those that the server draws. */
function pictures(spots, ready, documentId, words, why) {
  if (review.mode === "served" && spots.length) {
    return spots.map((spot) => {
      const holder = el("p", { class: "no-picture" }, `Drawing page ${spot.page} …`);
      fetchPicture(holder, documentId, spot, words);
      return holder;
    });
  }
  const shown = ready.map((picture) => {
    const spot = spots.find((each) => each.page === picture.page) ?? { cell: [], row: [] };
    return figure(picture, spot, words);
  });
  return why ? [...shown, noPicture(why)] : shown;
}
