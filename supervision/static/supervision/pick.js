// A company that was found by typing is followed at once: no second press is needed. A plain list to choose from waits
// for its button, for arrow keys walk through it.
"use strict";

function followPicks() {
  const jQuery = window.django?.jQuery;
  if (!jQuery) return;
  jQuery(".hc-pick select.admin-autocomplete").on("select2:select select2:clear", (event) => {
    for (const field of event.target.form.querySelectorAll("[name]")) field.disabled = !field.value;
    event.target.form.submit();
  });
}

document.addEventListener("DOMContentLoaded", followPicks);
