// A meter beside the first field of a new password. It only advises: what is refused, the server refuses.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("input[name=new_password1], input[name=password1]");
  if (!field) return;
  const meter = document.createElement("meter");
  meter.min = 0;
  meter.max = 20;
  meter.low = 12;
  meter.high = 16;
  meter.optimum = 20;
  meter.className = "hc-meter";
  meter.setAttribute("aria-label", document.body.dataset.passwordMeter || "");
  field.insertAdjacentElement("afterend", meter);

  // A sign that repeats or continues the one before it adds a quarter of what a new one adds.
  const strength = (text) => {
    let sum = 0;
    for (let place = 0; place < text.length; place++) {
      const step = place ? text.codePointAt(place) - text.codePointAt(place - 1) : 9;
      sum += Math.abs(step) <= 1 ? 0.25 : 1;
    }
    return Math.min(sum, 2 * new Set(text).size);
  };
  field.addEventListener("input", () => {
    meter.value = strength(field.value);
  });
});
