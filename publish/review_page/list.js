// A list of any length: only the lines in sight are in the page, so fifty thousand are as quick as fifty.

const LINE = 76; // pixels, as in the style

class LongList {
  /** `line(item)` gives the content of a line, `open(item)` is called when a person chooses one. */
  constructor(holder, line, open) {
    Object.assign(this, { line, open, items: [], active: 0, chosen: null });
    this.space = el("div", { class: "space", role: "presentation" });
    this.box = el("div", {
      class: "lines", role: "listbox", tabindex: "0", "aria-label": "Found",
      onscroll: () => this.draw(), onkeydown: (event) => this.key(event),
    }, this.space);
    holder.replaceChildren(this.box);
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** Show other items; `chosen` is the one that is open beside the list. */
  show(items, chosen) {
    this.items = items;
    this.space.style.height = `${items.length * LINE}px`;
    this.box.scrollTop = 0;
    this.active = 0;
    this.choose(chosen);
  }

  choose(item) {
    this.chosen = item;
    const place = this.items.indexOf(item);
    if (place >= 0) this.move(place);
    else this.draw();
  }

  move(place) {
    this.active = Math.max(0, Math.min(this.items.length - 1, place));
    const top = this.active * LINE;
    const { scrollTop, clientHeight } = this.box;
    this.box.scrollTop = Math.min(top, Math.max(scrollTop, top + LINE - clientHeight));
    this.draw();
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / LINE) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.move(this.active + steps[event.key]);
    else if (event.key === "Enter" && this.items.length) this.open(this.items[this.active]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / LINE) - 4);
    const shown = this.items.slice(first, first + Math.ceil(this.box.clientHeight / LINE) + 8);
    this.space.style.paddingTop = `${first * LINE}px`;
    this.space.replaceChildren(...shown.map((item, at) => el("div", {
      class: first + at === this.active ? "line active" : "line", role: "option", id: `line-${first + at}`,
      "aria-selected": String(item === this.chosen),
      "aria-setsize": this.items.length, "aria-posinset": first + at + 1,
      onclick: () => { this.active = first + at; this.open(item); },
    }, this.line(item))));
    if (byId(`line-${this.active}`)) this.box.setAttribute("aria-activedescendant", `line-${this.active}`);
    else this.box.removeAttribute("aria-activedescendant");
  }
}
