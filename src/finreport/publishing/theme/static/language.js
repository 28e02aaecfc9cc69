// The switch of languages leads to the place where the reader is: anchors are the same in both.
const PLACES = ".bd-article :is(section section, figure)[id]";

function placeOfReader() {
  const isSeen = (box) => box.bottom > 0 && box.top < innerHeight;
  const target = document.querySelector(":target");
  if (target && isSeen(target.getBoundingClientRect())) return target.id;
  const isPassed = (place) => place.getBoundingClientRect().top < innerHeight / 3;
  return [...document.querySelectorAll(PLACES)].filter(isPassed).at(-1)?.id ?? "";
}

for (const twin of document.querySelectorAll(".fr-twin")) {
  twin.addEventListener("click", () => (twin.hash = placeOfReader()));
}

// Search engines take whole addresses only, and a site that nobody has told where it is published
// knows its own no earlier than here.
for (const twin of document.querySelectorAll("link[hreflang]")) twin.href = twin.href;
