// What holds on every page: no violation of accessibility rules in light and dark, landmarks, headings,
// a strict policy, hostile text shown as text, nothing cut off on a phone.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { addresses } from "./addresses.mjs";
import { DESK, PHONE, violations, visit } from "./browser.mjs";
import { documentOf, HOSTILE } from "./site.mjs";
import { slowly } from "./slowly.mjs";

export function everywhere(shared) {
  describe("on every page", () => {
    for (const scheme of ["light", "dark"]) {
      test(`axe-core finds nothing wrong (${scheme})`, async () => {
        const wrong = [];
        for (const [name, [path, expect]] of Object.entries(await addresses(shared.site))) {
          await visit(
            shared.browser,
            shared.site,
            path,
            async (page) => {
              // What is folded away is judged, too.
              await page.evaluate(() => {
                for (const part of document.querySelectorAll("details")) part.open = true;
              });
              wrong.push(...(await violations(page)).map((one) => `${name} ${path}: ${one}`));
            },
            { scheme, expect, moves: true, size: scheme === "dark" ? PHONE : DESK },
          );
        }
        assert.deepEqual(wrong, []);
      });
    }

    test("there is one main landmark, one heading of the first level, a title and a language", async () => {
      for (const [name, [path, expect]] of Object.entries(await addresses(shared.site))) {
        const look = async (page) => {
          const count = (selector) => page.locator(selector).count();
          assert.equal(await count("main"), 1, name);
          assert.equal(await count("h1"), 1, name);
          assert.equal(await count("nav[aria-label]") >= 1, true, name);
          assert.match(await page.title(), /Probity/, name);
          assert.equal(await page.locator("html").getAttribute("lang"), "en-GB", name);
        };
        await visit(shared.browser, shared.site, path, look, { script: false, expect });
      }
    });

    test("nothing is wider than a phone but what scrolls by itself", async () => {
      const wide = [];
      for (const [name, [path, expect]] of Object.entries(await addresses(shared.site))) {
        const look = async (page) => {
          const [content, window] = await page.evaluate(() => [
            document.documentElement.scrollWidth,
            document.documentElement.clientWidth,
          ]);
          if (content > window) wide.push(`${name}: ${content} > ${window}`);
        };
        await visit(shared.browser, shared.site, path, look, { size: PHONE, expect });
      }
      assert.deepEqual(wide, []);
    });

    for (const [name, size] of Object.entries({ desk: DESK, phone: PHONE })) {
      test(`nothing moves while a page arrives in pieces (${name})`, async () => {
        const slow = await slowly(shared.site);
        try {
          for (const [path, expect] of Object.values(await addresses(shared.site))) {
            await visit(shared.browser, slow, path, () => {}, { size, expect });
          }
        } finally {
          slow.close();
        }
      });
    }

    test("no word of a table is broken on a phone or sticks out of its cell", async () => {
      const broken = [];
      for (const [name, [path, expect]] of Object.entries(await addresses(shared.site))) {
        const look = async (page) => {
          const words = await page.locator("th, td").evaluateAll((cells) => {
            const found = [];
            for (const cell of cells) {
              const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                // Words for the ear only, and what is folded away, have no place.
                if (!texts.currentNode.parentElement.checkVisibility()) continue;
                if (texts.currentNode.parentElement.closest(".hidden")) continue;
                for (const { 0: word, index } of texts.currentNode.data.matchAll(/\p{L}{2,20}/gu)) {
                  const range = document.createRange();
                  range.setStart(texts.currentNode, index);
                  range.setEnd(texts.currentNode, index + word.length);
                  const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
                  if (lines.size > 1) found.push(word);
                  const end = cell.getBoundingClientRect().right;
                  if (range.getBoundingClientRect().right > end + 1) found.push(`${word} sticks out`);
                }
              }
            }
            return found;
          });
          if (words.length > 0) broken.push(`${name}: ${words.slice(0, 5)}`);
        };
        await visit(shared.browser, shared.site, path, look, { size: PHONE, expect });
      }
      assert.deepEqual(broken, []);
    });

    test("the policy lets nothing run or load from elsewhere, and nothing inline", async () => {
      for (const [name, [path, expect]] of Object.entries(await addresses(shared.site))) {
        const look = async (page, answer) => {
          const policy = answer.headers()["content-security-policy"] ?? "";
          assert.match(policy, /default-src 'none'/, name);
          assert.match(policy, /script-src 'self'/, name);
          assert.doesNotMatch(policy, /unsafe|\*|data:|https?:/, name);
          const inline = await page.locator("script:not([src]), [style], [onclick]").count();
          assert.equal(inline, 0, `${name} has inline scripts or styles`);
        };
        await visit(shared.browser, shared.site, path, look, { script: false, expect });
      }
    });

    test("hostile title, snippet and file name are shown as text", async () => {
      const id = await documentOf(shared.site, HOSTILE.name);
      const shown = {
        "/?q=heron&in=findings": "<script>document.title='owned'</script>",
        [`/documents/${id}`]: HOSTILE.name,
        "/ingestion/files": HOSTILE.name,
        [`/?q=${encodeURIComponent("<script>alert(1)</script>")}`]: "<script>alert(1)</script>",
      };
      for (const [path, text] of Object.entries(shown)) {
        const look = async (page) => {
          const body = page.locator("body");
          const value = await page.locator("input[type=search]").first().inputValue();
          const isShown = (await body.innerText()).includes(text) || value.includes(text);
          assert.ok(isShown, `${path} does not show ${text}`);
          assert.equal(await page.locator("img[onerror], [onmouseover]").count(), 0, path);
        };
        await visit(shared.browser, shared.site, path, look, { expect: null });
      }
    });

    test("a page of results weighs less than 60 KB", async (t) => {
      const weights = [];
      const context = await shared.browser.newContext({ baseURL: shared.site.address });
      const page = await context.newPage();
      page.on("requestfinished", async (request) => {
        const { responseBodySize } = await request.sizes();
        weights.push([new URL(request.url()).pathname, responseBodySize]);
      });
      await page.goto("/?in=findings&q=probation");
      await page.waitForLoadState("networkidle");
      const hits = await page.locator(".hit").count();
      await context.close();
      const total = weights.reduce((sum, [, size]) => sum + size, 0);
      t.diagnostic(`${total} bytes with ${hits} hits: ${weights.map((w) => w.join(" ")).join(", ")}`);
      assert.equal(hits, 20);
      assert.ok(total < 60_000, `${total} bytes`);
    });
  });
}
