"use strict";
// Who has signed in tries the interface with their own session; the server wants its token with every change.
const token = document.querySelector('meta[name="csrf-token"]');
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (token) { request.headers["X-CSRF-Token"] = token.content; }
    return request;
  },
});
