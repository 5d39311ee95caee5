// Keys: "/" goes to the search box.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const box = one("input[type=search]");
  if (event.key === "/" && box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});
