// A list to choose from with a search (select2) names itself by its own empty text. Screen readers need the field's label.
"use strict";

function nameSelects() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label") || select.title;
    const shown = select.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !shown) continue;
    for (const part of [shown, shown.querySelector(".select2-selection__rendered")]) {
      part?.removeAttribute("aria-labelledby");
      part?.setAttribute("aria-label", label);
    }
  }
}

// after select2 itself: jQuery calls back in the order of asking, and autocomplete.js has asked by then
document.addEventListener("DOMContentLoaded", () => window.django?.jQuery?.(nameSelects));
document.addEventListener("formset:added", () => setTimeout(nameSelects));
