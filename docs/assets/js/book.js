// What the book needs beyond Material's own script.
"use strict";

// Boxes that scroll sideways are reached by keyboard. (Code is, by Material.)
const SCROLLS = { ".equation": "Equation, scrolls sideways",
                  ".md-typeset__scrollwrap": "Table, scrolls sideways",
                  "p:has(> img:only-child)": "Figure, scrolls sideways",
                  "p:has(> math)": "" };
function reach() {
  // The places of Material's copy buttons are no landmarks.
  document.querySelectorAll(".md-code__nav").forEach(nav => nav.setAttribute("role", "none"));
  for (const [selector, label] of Object.entries(SCROLLS)) {
    for (const box of document.querySelectorAll(`.md-content ${selector}`)) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      box.toggleAttribute("tabindex", scrolls);
      if (!scrolls) continue;
      box.tabIndex = 0;
      if (!label) continue;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label);
    }
  }
}
document$.subscribe(reach);
addEventListener("resize", reach);
document.fonts.ready.then(reach);

// Explanations have a name, and close with Escape.
new MutationObserver(() => {
  document.querySelector(".md-tooltip2[role=dialog]")
    ?.setAttribute("aria-label", "Reference");
}).observe(document.body, { childList: true });
addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const tip of document.querySelectorAll(".md-tooltip2")) tip.hidden = true;
});

// Pages that were visited open without a network.
if (location.protocol === "https:") {
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  navigator.serviceWorker?.register(`${base}/sw.js`)
    .catch(() => { /* the book is read online, then */ });
}
