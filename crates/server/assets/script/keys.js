// Keys: "/" to the search box, "j" and "k" through what was found, "n" and "p" through pages.

/** What the keys walk through: results, or hits in a document. */
function steps() {
  return all("[data-step], .hit h3 a").filter((step) => step.checkVisibility?.() ?? true);
}

/** Goes to the next step, or the one before. */
function step(forward) {
  const places = steps();
  const at = places.indexOf(document.activeElement);
  const next = forward ? at + 1 : at < 0 ? -1 : at - 1;
  places[next]?.focus();
  places[next]?.scrollIntoView({ block: "center" });
}

/** Goes to a neighbouring hit of a printed page; nothing where there are none to go to. */
function hit(which) {
  const link = one(`[data-hit="${which}"]`);
  link?.click();
  return link;
}

const KEYS = {
  "/": () => {
    const box = one("input[type=search]");
    box?.focus();
    box?.select();
  },
  j: () => hit("next") ?? step(true),
  k: () => hit("before") ?? step(false),
  n: () => one("a[rel=next]")?.click(),
  p: () => one("a[rel=prev]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const key = KEYS[event.key];
  if (!key || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  key();
});
