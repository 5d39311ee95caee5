// The browser: headless Chromium as the system has it, and pages that are watched while they are looked at.

import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

import { PATIENCE } from "./site.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };
export const WIDE = { width: 1920, height: 1080 };

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function program() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [process.env.CHROMIUM, ...places].filter(Boolean).find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  assert.ok(found, "Chromium is missing; install it (on Debian: apt-get install chromium)");
  return found;
}

export function open() {
  return chromium.launch({ executablePath: program(), args: FLAGS });
}

/**
 * Opens an address in a window of its own and gives the page to `look`. Whatever `look` does, no
 * request may go to another host, nothing may be refused by the policy or fail in a script, nothing
 * may shift (unless `look` says that it `moves` things), and no document's text may have run as a script.
 */
export async function visit(browser, site, path, look, options = {}) {
  const { script = true, scheme = "light", size = DESK, expect = 200, cookies, moves = false } = options;
  const context = await browser.newContext({
    baseURL: site.address,
    javaScriptEnabled: script,
    colorScheme: scheme,
    viewport: size,
    acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(PATIENCE);
  try {
    if (cookies) await context.addCookies(cookies);
    if (script) await context.addInitScript({ content: SHIFTS });
    const page = await context.newPage();
    const seen = watched(page, site);
    const answer = await page.goto(path);
    if (expect) assert.equal(answer.status(), expect, `${path}: ${answer.status()}`);
    const result = await look(page, answer, context);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(seen.foreign, [], `${path} asks other hosts`);
    assert.deepEqual(seen.errors, [], `${path} has errors`);
    if (!page.isClosed()) {
      assert.notEqual(await page.title(), "owned", `${path} ran a document's text`);
      if (script && !moves) assert.deepEqual(await shifts(page), [], `${path} shifts`);
    }
    return result;
  } finally {
    await context.close();
  }
}

function watched(page, site) {
  const foreign = [];
  const errors = [];
  page.on("request", (request) => {
    const url = request.url();
    const isOurs = url.startsWith(`${site.address}/`);
    if (!isOurs && !url.startsWith("data:") && !url.startsWith("blob:")) foreign.push(url);
  });
  page.on("console", (message) => {
    // Chromium reports an answer of 4xx as an error: those that are wanted are no faults.
    const isStatus = message.text().startsWith("Failed to load resource: the server responded");
    if (message.type() === "error" && !isStatus) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return { foreign, errors };
}

/** Notes what moves though nobody did anything. White space between words moves unseen. */
const SHIFTS = `
  window.__shifts = [];
  const isSeen = ({ node }) => node?.nodeType !== Node.TEXT_NODE || node.data.trim() !== "";
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput && entry.value > 0.01 && entry.sources.some(isSeen)) {
        const what = entry.sources.map((s) => s.node?.nodeName + "." + (s.node?.className ?? "")).join(" ");
        window.__shifts.push(entry.value.toFixed(3) + " " + what);
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
`;

function shifts(page) {
  return page.evaluate(() => window.__shifts ?? []);
}

/** What axe-core finds wrong, each with its places. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  return found.map((one) => {
    const places = one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`);
    return `${one.id} (${one.impact}): ${one.help}\n  ${places.join("\n  ")}`;
  });
}

/** Presses Tab until the focused element is the wanted one. */
export async function tabTo(page, selector, most = 200) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    if (isThere) return pressed + 1;
  }
  throw new Error(`${selector} is not reached by ${most} times Tab`);
}
