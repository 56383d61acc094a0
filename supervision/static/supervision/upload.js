// Asks every two seconds how far the work is, and shows the page anew when there is something to see or decide.
"use strict";

const EVERY_MS = 2000;

function follow(bar) {
  const show = (found) => {
    bar.querySelector("progress").value = found.percent;
    bar.querySelector("[data-progress-percent]").textContent = found.percent;
    bar.querySelector("[data-progress-words]").textContent = found.words;
    if (!found.goes_on) window.location.reload();
  };
  const ask = () => {
    fetch(bar.dataset.progressUrl, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then(show)
      .catch(() => {}) // the portal restarts, or the network is away: the next question may be answered
      .finally(() => setTimeout(ask, EVERY_MS));
  };
  setTimeout(ask, EVERY_MS);
}

document.querySelectorAll("[data-progress-url]").forEach(follow);
