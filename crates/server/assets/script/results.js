// Results without a new page: what a link or form of the search page asks for is put in place.

const LIVE = "#live";

/** Whether this page's part can show what stands at the address. */
function isLive(address) {
  return one(LIVE) && address.origin === location.origin && address.pathname === location.pathname;
}

/** What a control is called, to find it again after its neighbourhood was replaced. */
function nameOf(control) {
  if (!control || !control.closest(LIVE)) return null;
  if (control.id) return `#${control.id}`;
  const facet = control.closest(".facet")?.getAttribute("aria-labelledby");
  const words = (control.getAttribute("title") ?? control.firstChild?.textContent ?? "").trim();
  return facet ? `${facet}/${words}` : null;
}

function find(name) {
  if (!name) return null;
  if (name.startsWith("#")) return one(name);
  return all(`${LIVE} .facet a, ${LIVE} .facet input`).find((other) => nameOf(other) === name);
}

let latest = 0;

/** Shows what stands at the address. Anything unexpected is left to the browser. */
async function show(address, { push, leadTo }) {
  const turn = (latest += 1);
  const name = nameOf(document.activeElement);
  const opened = new Set(all(`${LIVE} details[open]`).map(titleOf));
  one(LIVE).setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    page = null;
  }
  if (turn !== latest) return;
  const part = page && one(LIVE, page);
  if (!part) {
    location.assign(address);
    return;
  }
  one(LIVE).replaceWith(document.adoptNode(part));
  document.title = page.title;
  if (push) history.pushState(null, "", address);
  for (const details of all(`${LIVE} details`)) details.open ||= opened.has(titleOf(details));
  document.dispatchEvent(new Event("shown"));
  announce(one("#summary, #query-error h2, .empty h2")?.textContent.trim() ?? "");
  if (leadTo) {
    one(leadTo)?.focus();
    one(leadTo)?.scrollIntoView();
  } else {
    (find(name) ?? one("#summary"))?.focus({ preventScroll: true });
  }
}

function titleOf(details) {
  const above = details.closest(".facet")?.getAttribute("aria-labelledby");
  const value = details.previousElementSibling?.firstChild?.textContent ?? "";
  return `${above}/${value}`;
}

document.addEventListener("click", (event) => {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const link = event.target instanceof Element && event.target.closest(`${LIVE} a[href]`);
  if (!link || !plain || event.defaultPrevented || link.hasAttribute("data-copy-link")) return;
  // Links in charts are SVG, and tell their address by the attribute alone.
  const address = new URL(link.getAttribute("href"), location.href);
  if (!isLive(address) || (address.hash && address.search === location.search)) return;
  event.preventDefault();
  show(address, { push: true, leadTo: link.closest(".pages") ? "#summary" : null });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A field may be called "action" and hide the form's own property.
  if (!form.closest(LIVE) || (form.getAttribute("method") ?? "get").toLowerCase() !== "get") return;
  const address = new URL(form.getAttribute("action") ?? "", location.href);
  if (!isLive(address)) return;
  event.preventDefault();
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(filled).toString();
  show(address, { push: true });
});

addEventListener("popstate", () => {
  if (isLive(new URL(location.href)) && !location.hash) show(location.href, { push: false });
});

// A link to what is shown is copied, where the browser lets us.
document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-copy-link]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  announce("The link has been copied");
  link.textContent = "Link copied";
});
