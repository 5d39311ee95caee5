// A document: its facts with their evidence, ratings, what it recommends, its pages with the hits on them.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { visit } from "./browser.mjs";
import { documentOf } from "./site.mjs";

const REPORT = "ashmere-north-2024-report.pdf";

export function document(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);
  const report = async (query = "") => `/documents/${await documentOf(shared.site, REPORT)}${query}`;

  for (const script of [true, false]) {
    describe(`a document ${script ? "with" : "without"} script`, () => {
      test("ratings are a table of words, key questions are bars, progress is told", async () => {
        await look(
          await report(),
          async (page) => {
            const ratings = page.locator("section[aria-labelledby=ratings]");
            assert.ok((await ratings.locator(".rating").count()) >= 7);
            assert.match(await ratings.innerText(), /P 2\.1[\s\S]*Assessment[\s\S]*Inadequate/);
            assert.match(await page.locator("main").innerText(), /ufficient progress/);
            assert.match(await page.locator("main").innerText(), /\d+%/);
          },
          { script },
        );
      });

      test("passages that match are marked", async () => {
        await look(
          await report("?q=enquiries"),
          async (page) => assert.ok((await page.locator("main mark").count()) > 0),
          { script },
        );
      });
    });
  }
}
