// Leads to the book in the first of the reader's languages that it has, else in the last it has.
const doors = [...document.querySelectorAll("a[hreflang]")];
const primary = (tag) => tag.toLowerCase().split("-")[0];
const wanted = navigator.languages
  .map((tag) => doors.find((door) => primary(door.hreflang) === primary(tag)))
  .find(Boolean);
location.replace((wanted ?? doors.at(-1)).href);
