// Asks how far a mass change got and shows the answer, until nothing changes any more.
"use strict";

const SECONDS = 5;
const place = document.getElementById("operation-progress");

async function ask() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) {
      const now = await answer.json();
      // a focused link would be taken from under the keyboard
      if (!place.contains(document.activeElement)) place.innerHTML = now.html;
      if (now.is_over) return;
    }
  } catch {
    // the network is away: the next question may be answered
  }
  setTimeout(ask, SECONDS * 1000);
}

if (place && !place.dataset.over) setTimeout(ask, SECONDS * 1000);
