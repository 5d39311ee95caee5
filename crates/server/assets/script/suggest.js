// Suggestions below the search box, as a list that arrow keys walk through.

const KINDS = { pdu: "unit", region: "region", standard: "standard", title: "title", phrase: "phrase" };
/** Kinds that are better filters than words. */
const FILTERS = ["pdu", "region"];

/** Gives a search box suggestions. */
function suggestFor(box) {
  const list = document.createElement("ul");
  list.id = `${box.id || "quick"}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.parentElement.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);

  let timer = 0;
  let asked = "";

  const options = () => [...list.children];
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function select(option) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const { kind, text } = option.dataset;
    close();
    if (FILTERS.includes(kind)) {
      const address = new URL("/", location.href);
      address.searchParams.set(kind, text);
      location.assign(address);
      return;
    }
    box.value = text;
    box.form.requestSubmit();
  }

  function fill(suggestions) {
    const made = suggestions.map(({ text, kind }, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, { kind, text });
      const about = document.createElement("span");
      about.className = "quiet";
      about.textContent = KINDS[kind] ?? kind;
      option.append(text, " ", about);
      return option;
    });
    list.replaceChildren(...made);
    const open = made.length > 0 && document.activeElement === box;
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (open) announce(`${made.length} suggestions`);
  }

  async function ask() {
    const typed = box.value.trim();
    asked = typed;
    if (typed.length < 2) return close();
    const answer = await fetch(`/api/v1/suggest?limit=8&q=${encodeURIComponent(typed)}`);
    if (!answer.ok || asked !== typed) return;
    const { suggestions } = await answer.json();
    fill(suggestions.filter(({ text }) => text.toLowerCase() !== typed.toLowerCase()));
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(close), 120);
  });

  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const offered = options();
    const at = offered.indexOf(chosen());
    if (event.key === "ArrowDown") select(offered[at + 1]);
    else if (event.key === "ArrowUp") select(at < 0 ? offered.at(-1) : offered[at - 1]);
    else if (event.key === "Enter" && at >= 0) take(offered[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });

  box.addEventListener("blur", close);
  box.form.addEventListener("submit", () => {
    asked = "";
    clearTimeout(timer);
    close();
  });
}

function suggestEverywhere() {
  for (const box of all("input[type=search]:not([role])")) suggestFor(box);
}

suggestEverywhere();
document.addEventListener("shown", suggestEverywhere);
