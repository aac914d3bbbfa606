// A list of any length: only the lines in sight are in the page, so fifty thousand are as quick as fifty.

class LongList {
  /** `line(place)` gives the children of a line, `open(place)` is called when a person chooses one. */
  constructor(holder, { label, height, line, open }) {
    this.height = height;
    this.line = line;
    this.open = open;
    this.items = [];
    this.active = 0;
    this.chosen = null;
    this.space = el("div", { class: "space", role: "presentation" });
    this.box = el("div", {
      class: "lines", role: "listbox", tabindex: "0", "aria-label": label,
      onscroll: () => this.draw(), onkeydown: (event) => this.key(event), onfocus: () => this.mark(),
    }, this.space);
    holder.replaceChildren(this.box);
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** Show other items; `chosen` is the one that is open beside the list. */
  show(items, chosen = null) {
    this.items = items;
    this.space.style.height = `${items.length * this.height}px`;
    this.box.scrollTop = 0;
    this.active = 0;
    this.choose(chosen);
    this.draw();
  }

  choose(item) {
    this.chosen = item;
    const place = this.items.indexOf(item);
    if (place >= 0) this.move(place);
    else this.draw();
  }

  move(place) {
    this.active = Math.max(0, Math.min(this.items.length - 1, place));
    const top = this.active * this.height;
    const { scrollTop, clientHeight } = this.box;
    if (top < scrollTop) this.box.scrollTop = top;
    else if (top + this.height > scrollTop + clientHeight) this.box.scrollTop = top + this.height - clientHeight;
    this.draw();
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    if (event.key in steps) this.move(this.active + steps[event.key]);
    else if (event.key === "Home") this.move(0);
    else if (event.key === "End") this.move(this.items.length - 1);
    else if (event.key === "Enter" && this.items.length) this.open(this.items[this.active]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - 4);
    const last = Math.min(this.items.length, first + Math.ceil(this.box.clientHeight / this.height) + 8);
    const lines = [];
    for (let place = first; place < last; place++) {
      const item = this.items[place];
      const line = el("div", {
        class: "line", role: "option", id: `line-${place}`,
        "aria-selected": String(item === this.chosen),
        "aria-setsize": String(this.items.length), "aria-posinset": String(place + 1),
        onclick: () => { this.active = place; this.open(item); },
      }, this.line(item));
      line.style.top = `${place * this.height}px`;
      line.style.height = `${this.height}px`;
      lines.push(line);
    }
    this.space.replaceChildren(...lines);
    this.mark();
  }

  mark() {
    for (const line of this.space.children) line.classList.toggle("active", line.id === `line-${this.active}`);
    const there = byId(`line-${this.active}`);
    if (there) this.box.setAttribute("aria-activedescendant", there.id);
    else this.box.removeAttribute("aria-activedescendant");
  }
}
