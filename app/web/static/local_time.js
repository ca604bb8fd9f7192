// Says every time in the zone of who reads it; without this, pages say it in the zone of the server, with its name.
"use strict";
(() => {
  const two = (number) => String(number).padStart(2, "0");
  for (const element of document.querySelectorAll("time[datetime]")) {
    const at = new Date(element.dateTime);
    if (!Number.isNaN(at.getTime())) {
      const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
      element.textContent = `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
    }
  }
})();
