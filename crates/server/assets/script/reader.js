// A page whose picture cannot be had shows its text instead, and says why.

async function explain(picture) {
  const leaf = picture.closest(".leaf");
  const problem = one("[data-picture-problem]");
  leaf.classList.add("without-picture");
  problem.hidden = false;
  const answer = await fetch(picture.currentSrc || picture.src);
  if (answer.headers.get("content-type") === "application/problem+json") {
    const { detail } = await answer.json();
    problem.textContent = `The picture of this page cannot be shown: ${detail}. Its text is here instead.`;
  }
}

for (const picture of all("[data-picture]")) {
  const isBroken = picture.complete && picture.naturalWidth === 0 && picture.currentSrc;
  if (isBroken) explain(picture);
  else picture.addEventListener("error", () => explain(picture), { once: true });
}

// What was looked for is brought into sight, and so is the small picture of this page.
one(".leaf .outline, .leaf .found")?.scrollIntoView({ block: "center" });
const thumbs = one(".thumbs ol");
const current = one(".thumbs [aria-current]");
if (thumbs && current) {
  thumbs.scrollTop = current.offsetTop - thumbs.clientHeight / 2;
  thumbs.scrollLeft = current.offsetLeft - thumbs.clientWidth / 2;
}
