// Lets files be dropped anywhere on the box, and says what was chosen.
"use strict";
(() => {
  const box = document.getElementById("files-drop");
  const input = document.getElementById("files");
  const hint = document.getElementById("files-hint");
  const first = hint.textContent;
  const tell = () => {
    const names = Array.from(input.files, (file) => file.name);
    hint.textContent = names.length ? "Chosen: " + names.join(", ") : first;
  };
  input.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    box.addEventListener(kind, () => box.classList.remove("over"));
  }
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    tell();
  });
  document.getElementById("plan-form").addEventListener("submit", (event) => {
    const pressed = event.submitter;
    window.setTimeout(() => { pressed.disabled = true; pressed.textContent = "Reading…"; }, 0);
  });
})();
