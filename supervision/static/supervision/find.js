// The search of the portal: Ctrl+K leads to it from anywhere, and while somebody types it offers what could be meant.
// Arrow keys choose, Enter follows, Escape closes; without a choice Enter shows the page with all that was found.
"use strict";

const WAIT_MS = 150;

class Suggestions {
  constructor(form, number) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.list = document.createElement("div");
    this.list.id = `suggestions-${number}`;
    this.list.className = "hc hc-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.field.getAttribute("aria-label"));
    this.list.hidden = true;
    form.append(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", this.list.id], ["autocomplete", "off"]]) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.ask());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("focus", () => this.list.childElementCount && this.show());
    document.addEventListener("pointerdown", (event) => form.contains(event.target) || this.hide());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.hide());
  }

  ask() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const words = this.field.value.trim();
    if (words.length < 2) return this.fill([]);
    this.timer = setTimeout(async () => {
      this.asked = new AbortController();
      try {
        const address = `${this.form.dataset.suggest}?${new URLSearchParams({ q: words })}`;
        const answer = await fetch(address, { signal: this.asked.signal, headers: { Accept: "application/json" } });
        if (answer.ok && !answer.redirected) this.fill((await answer.json()).groups, words);
      } catch (error) {
        if (error.name !== "AbortError") this.fill([]);
      }
    }, WAIT_MS);
  }

  fill(groups, words = "") {
    this.list.replaceChildren();
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    for (const group of groups) {
      const box = document.createElement("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", group.title);
      const title = document.createElement("div");
      title.className = "hc-suggestions-title";
      title.setAttribute("role", "presentation");
      title.textContent = group.title;
      box.append(title, ...group.items.map((item) => this.option(item)));
      this.list.append(box);
    }
    if (words && !groups.length) {
      const nothing = document.createElement("div");
      nothing.className = "hc-suggestions-title";
      nothing.setAttribute("role", "status");
      nothing.textContent = this.field.dataset.nothing || "";
      this.list.append(nothing);
    }
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    groups.length || words ? this.show() : this.hide();
  }

  option(item) {
    const link = document.createElement("a");
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
    link.href = item.url;
    const title = document.createElement("span");
    title.textContent = item.title;
    const note = document.createElement("span");
    note.className = "hc-small hc-muted";
    note.textContent = item.note;
    link.append(title, note);
    return link;
  }

  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.options?.length) {
      event.preventDefault();
      this.show();
      this.choose((this.chosen + steps[event.key] + this.options.length) % this.options.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.chosen >= 0) {
      event.preventDefault();
      this.options[this.chosen].click();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.hide();
    }
  }

  choose(place) {
    this.options[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = place;
    this.options[place].setAttribute("aria-selected", "true");
    this.options[place].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", this.options[place].id);
  }

  show() {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  hide() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-suggest]").forEach((form, number) => new Suggestions(form, number));
});

document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const field = document.querySelector("input[data-shortcut]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
