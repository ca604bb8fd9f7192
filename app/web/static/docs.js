"use strict";
// Who has signed in tries the interface with their own session; the server wants its token with every change.
const token = document.querySelector('meta[name="csrf-token"]');
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
