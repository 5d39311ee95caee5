// Similar recommendations: a draft in, earlier ones out, narrowed and exported.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { tabTo, visit } from "./browser.mjs";
import { json } from "./site.mjs";

const DRAFT = "reduce the caseloads of probation officers so that they can do their work well";

export function similar(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);

  for (const script of [true, false]) {
    describe(`similar recommendations ${script ? "with" : "without"} script`, () => {
      test("a draft finds earlier ones, the most alike first, with what became of them", async () => {
        await look(
          "/similar",
          async (page) => {
            await page.getByLabel("Your draft").fill(DRAFT);
            await page.getByRole("button", { name: "Find similar" }).click();
            await page.waitForURL(/text=/);
            const hits = page.locator(".alike .hit");
            const found = await json(
              shared.site,
              `/api/v1/similar?text=${encodeURIComponent(DRAFT)}`,
            );
            assert.ok(found.hits.length > 1);
            const shown = await hits.first().innerText();
            assert.ok(shown.includes(found.hits[0].text.slice(0, 60)), shown);
            assert.match(await page.locator(".alike").innerText(), /progress/i);
            assert.equal(await page.getByLabel("Your draft").inputValue(), DRAFT);
          },
          { script },
        );
      });

      test("date, addressee and region narrow, and stay chosen", async () => {
        await look(
          `/similar?text=${encodeURIComponent(DRAFT)}`,
          async (page) => {
            const before = await page.locator(".alike .hit").count();
            await page.getByLabel("Published up to").fill("2023");
            await page.getByLabel("Recommended to").selectOption("hmpps");
            await page.getByLabel("Region").selectOption("Westvale and the Skerry");
            await page.getByRole("button", { name: "Find similar" }).click();
            await page.waitForURL(/to=2023/);
            assert.ok((await page.locator(".alike .hit").count()) < before);
            assert.equal(await page.getByLabel("Published up to").inputValue(), "2023");
            assert.equal(await page.getByLabel("Recommended to").inputValue(), "hmpps");
            for (const text of await page.locator(".alike .hit").allInnerTexts()) {
              assert.match(text, /202[0-3]/);
            }
          },
          { script },
        );
      });

      test("citations are exported as text and as a table", async () => {
        await look(
          `/similar?text=${encodeURIComponent(DRAFT)}`,
          async (page) => {
            const [text] = await Promise.all([
              page.waitForEvent("download"),
              page.getByRole("link", { name: "citations as text" }).click(),
            ]);
            const notes = await read(text);
            assert.match(notes, /^1\. .*\(\w+ 20\d\d\)(, recommendation \d+)?, p\. \d+\. http/m);
            assert.match(notes, /^ {3}Also: .*, recommendation \d+, p\. \d+\. http/m);
            const [csv] = await Promise.all([
              page.waitForEvent("download"),
              page.getByRole("link", { name: "spreadsheet" }).click(),
            ]);
            assert.match(await read(csv), /^citation,text,progress/);
          },
          { script },
        );
      });
    });
  }

  test("the form is filled and sent by keyboard alone", async () => {
    await look("/similar", async (page) => {
      await tabTo(page, "#text");
      await page.keyboard.type(DRAFT);
      await tabTo(page, ".similar-form button");
      await page.keyboard.press("Enter");
      await page.waitForURL(/text=/);
      assert.ok((await page.locator(".alike .hit").count()) > 0);
    });
  });
}

async function read(download) {
  const pieces = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}
