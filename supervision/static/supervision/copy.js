// A small button beside a value copies it. Without a secure connection browsers offer no clipboard: select and copy.
"use strict";

function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text);
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done ? Promise.resolve() : Promise.reject(new Error("copy"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  copyText(button.dataset.copy).then(() => {
    const sign = [...button.childNodes];
    const name = button.getAttribute("aria-label");
    button.replaceChildren(button.dataset.done);
    button.setAttribute("aria-label", button.dataset.done);
    button.disabled = true;
    setTimeout(() => {
      button.replaceChildren(...sign);
      button.setAttribute("aria-label", name);
      button.disabled = false;
    }, 1500);
  });
});
