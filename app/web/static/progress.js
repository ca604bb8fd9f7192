// Moves the progress of a plan without reloading; when the plan ends, the page is loaded anew and shows how.
"use strict";
(() => {
  const box = document.getElementById("progress");
  const show = (id, text) => { document.getElementById(id).textContent = text; };
  const figure = (value) => (value === null || value === undefined ? "–" : Number(value.toFixed(4)).toLocaleString("en-US"));
  let label = "";
  const source = new EventSource(box.dataset.events);
  source.addEventListener("state", (event) => {
    const data = JSON.parse(event.data);
    if (!["queued", "running"].includes(data.state)) {
      // An earlier attempt's end is told, too: only the last event counts, and the stream closes after it.
      box.dataset.ended = data.state;
      return;
    }
    delete box.dataset.ended;
    if (data.state === "running" && box.dataset.state === "queued") {
      source.close();
      window.location.reload();
      return;
    }
    if (data.label === undefined) {
      return;
    }
    if (data.label !== label) {
      label = data.label;
      show("phase", label);
    }
    show("value", figure(data.value));
    show("bound", figure(data.bound));
    show("unit", data.unit || "–");
    show("elapsed", data.elapsed_s.toFixed(0));
    document.getElementById("bar").value = data.elapsed_s;
  });
  source.addEventListener("error", () => {
    if (box.dataset.ended) {
      source.close();
      window.location.reload();
    }
  });
})();
