// Ingestion: files are sent one after the other, also dropped ones, and the page keeps itself up to
// date. Without this script the form sends them, and the page is as it was when it was loaded.

const form = document.querySelector("[data-drop]");

/** Sends one file and says what became of it. */
async function send(file, line) {
  const body = new FormData();
  body.append("key", form.elements.key.value);
  body.append("file", file);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
    });
    const told = await answer.json();
    line.textContent = answer.ok ? `${told.path}: in the watch folder` : `${file.name}: ${told.detail}`;
  } catch {
    line.textContent = `${file.name}: the server cannot be reached`;
  }
}

async function sendAll(files) {
  const list = form.querySelector("[data-uploads]");
  for (const file of files) {
    const line = document.createElement("li");
    line.textContent = `${file.name}: being sent`;
    list.append(line);
    list.scrollTop = list.scrollHeight;
    await send(file, line);
  }
  await refresh();
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...form.elements.file.files];
    form.reset();
    sendAll(files);
  });
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
}

/** Somebody is in a part, or about to press something in it. */
function isHeld(part) {
  return part.contains(document.activeElement) || part.querySelector("a:hover, button:hover") !== null;
}

/** Puts the parts that change in place anew, but for those somebody holds. */
async function refresh() {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (next && !isHeld(part) && next.innerHTML !== part.innerHTML) {
      part.replaceWith(next);
    }
  }
}

setInterval(() => {
  if (document.visibilityState === "visible") refresh().catch(() => {});
}, 3000);
