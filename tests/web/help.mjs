// Help whose examples run, the page of the API, and errors with a way on.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { visit } from "./browser.mjs";

export function help(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);

  for (const script of [true, false]) {
    describe(`help, API and errors ${script ? "with" : "without"} script`, () => {
      test("every example of the help page runs", async () => {
        const examples = await look(
          "/help",
          (page) =>
            page
              .locator("section[aria-labelledby=query-language] tbody a")
              .evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
          { script },
        );
        assert.ok(examples.length >= 8, `${examples.length} examples`);
        for (const path of examples) {
          await look(
            path,
            async (page) => assert.equal(await page.locator("#query-error").count(), 0, path),
            { script },
          );
        }
      });

      test("the API page tells of every operation", async () => {
        await look(
          "/api/v1/docs",
          async (page) => {
            const search = page.locator(".operation").filter({ hasText: "/api/v1/search" }).first();
            await search.locator("summary").click();
            assert.match(await search.innerText(), /facet_limit/);
          },
          { script },
        );
      });

      test("a malformed query is marked at its place, in the box's own page", async () => {
        await look(
          "/?q=risk+(harm",
          async (page) => {
            assert.equal(await page.locator("#query-error mark").innerText(), "(");
            assert.equal(await page.locator("#q").inputValue(), "risk (harm");
            assert.equal(await page.locator("#q").getAttribute("aria-invalid"), "true");
          },
          { script, expect: 400 },
        );
      });

      test("an error is a page in the same style, with a way on", async () => {
        for (const [path, expect, words] of [
          ["/nothing/here", 404, /not found/i],
          ["/units/atlantis", 404, /no unit/],
          ["/?limit=0", 400, /from 1 to 100/],
          ["/similar?text=x&from=someday", 400, /date such as/],
        ]) {
          await look(
            path,
            async (page) => {
              assert.match(await page.locator("main").innerText(), words);
              await page.locator("main").getByRole("link", { name: /search/i }).first().click();
              await page.waitForURL(`${shared.site.address}/`);
            },
            { script, expect },
          );
        }
      });
    });
  }
}
