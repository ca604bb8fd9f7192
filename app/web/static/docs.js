"use strict";
// Who has signed in tries the interface with their own session; the server wants its token with every change.
const token = document.querySelector('meta[name="csrf-token"]');
const place = document.querySelector("#docs");

// Swagger UI has a dark look of its own, and leaves it to the page when to show it.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => { document.documentElement.classList.toggle("dark-mode", dark.matches); };
dark.addEventListener("change", follow);
follow();

// What an opened operation consists of has names that only eyes can find; others are told them here.
const NAMES = [
  ["textarea.body-param__text", () => "Body of the request"],
  ["select.examples-select-element", () => "Example"],
  ["tr[data-param-name] :is(select, input, textarea)", (found) => found.closest("tr").dataset.paramName],
  ["button.close-modal", () => "Close"],
];
function name() {
  for (const [selector, words] of NAMES) {
    for (const found of place.querySelectorAll(`${selector}:not([aria-label])`)) {
      found.setAttribute("aria-label", words(found));
    }
  }
  for (const table of place.querySelectorAll("table[role=region]")) { table.removeAttribute("role"); }
  for (const wide of place.querySelectorAll("pre.microlight:not([tabindex])")) { wide.tabIndex = 0; }
}
new MutationObserver(name).observe(place, { childList: true, subtree: true });

SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: false, // its links lie within buttons, where a screen reader finds neither
  validatorUrl: null,
  defaultModelsExpandDepth: 0, // what requests and answers are made of is folded: it is most of the page
  requestInterceptor: (request) => {
    if (token) { request.headers["X-CSRF-Token"] = token.content; }
    return request;
  },
  onComplete: () => {
    // the page has a first heading of its own
    for (const title of document.querySelectorAll("#docs h1")) { title.setAttribute("aria-level", "2"); }
  },
});
