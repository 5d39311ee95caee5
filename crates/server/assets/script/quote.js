// "Quote" copies the words with where they come from, instead of showing them to be copied.

/** The words selected inside the passage, or all of it. */
function wordsOf(passage) {
  const words = one("[data-words]", passage);
  const selection = getSelection();
  const inside = selection.rangeCount > 0 && words.contains(selection.getRangeAt(0).commonAncestorContainer);
  const selected = inside ? selection.toString().trim() : "";
  return (selected || words.textContent.trim()).replace(/\s+/g, " ");
}

document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-quote]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || !navigator.clipboard) return;
  event.preventDefault();
  const passage = link.closest("[id]");
  const { about, address } = link.closest("[data-about]").dataset;
  const page = /\d+/.exec(one(".where", passage)?.textContent ?? "")?.[0];
  const where = page ? `, page ${page}` : "";
  const query = page ? `?page=${page}` : "";
  const quotation = `“${wordsOf(passage)}” (${about}${where}) ${address}${query}#${passage.id}`;
  try {
    await navigator.clipboard.writeText(quotation);
  } catch {
    location.assign(link.href);
    return;
  }
  link.textContent = "Copied";
  announce("The quotation has been copied, with where it comes from");
  setTimeout(() => (link.textContent = "Quote"), 3000);
});
