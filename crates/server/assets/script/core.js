// What the other parts of the script use. The script only makes quicker what works without it.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Tells those who listen what has changed. */
function announce(text) {
  one("#status").textContent = text;
}

/** Whether a key pressed here is meant as text. */
function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
}
