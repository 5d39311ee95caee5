// A document: its facts with their evidence, ratings, what it recommends, its pages with the hits on them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";

import { DESK, PHONE, visit } from "./browser.mjs";
import { documentOf, root } from "./site.mjs";

const REPORT = "ashmere-north-2024-report.pdf";
const WEB_REPORT = "brackwater-lindle-and-skerry-2025-report.html";

export function document(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);
  const report = async (rest = "") => `/documents/${await documentOf(shared.site, REPORT)}${rest}`;
  const webReport = async (rest = "") =>
    `/documents/${await documentOf(shared.site, WEB_REPORT)}${rest}`;

  for (const script of [true, false]) {
    describe(`a document ${script ? "with" : "without"} script`, () => {
      test("ratings are a table of words, key questions are bars, progress is told", async () => {
        await look(
          await report(),
          async (page) => {
            const ratings = page.locator("section[aria-labelledby=ratings]");
            assert.ok((await ratings.locator(".rating").count()) >= 7);
            assert.match(await ratings.innerText(), /P 2\.1[\s\S]*Assessment[\s\S]*Inadequate/);
            const questions = page.locator("section[aria-labelledby=questions]");
            const bars = await questions.locator("tbody svg").count();
            assert.ok(bars > 0);
            assert.equal((await questions.innerText()).match(/\d+%/g).length, bars);
            const previous = page.locator("section[aria-labelledby=previous]");
            assert.match(await previous.innerText(), /Sufficient progress/);
          },
          { script },
        );
      });

      test("each fact leads to the words it was read from, framed on their page", async () => {
        const facts = await look(
          await report(),
          (page) =>
            page.locator("section[aria-labelledby=facts] dd").evaluateAll((all) =>
              all.map((fact) => [
                fact.previousElementSibling.textContent,
                fact.querySelector("a")?.getAttribute("href"),
              ]),
            ),
          { script },
        );
        const read = new Map(facts.filter(([, href]) => href));
        for (const fact of ["Published", "Fieldwork began", "Score", "ISBN"]) {
          assert.ok(read.has(fact), `${fact} has its evidence: ${JSON.stringify(facts)}`);
        }
        for (const href of read.values()) {
          await look(
            href,
            async (page) => assert.ok((await page.locator("rect.outline").count()) > 0, href),
            { script },
          );
        }
      });

      test("a fact of a web page leads to the words in its text", async () => {
        await look(
          await webReport(),
          async (page) => {
            const found = page.locator("dl.evidence a").first();
            const words = (await found.innerText()).slice(0, 20);
            await found.click();
            const target = new URL(page.url()).hash;
            assert.ok(target.length > 1, page.url());
            assert.ok((await page.locator(target).innerText()).includes(words), words);
          },
          { script },
        );
      });

      test("strengths stand beside areas for improvement, and below one another on a phone", async () => {
        for (const [size, isBeside] of [
          [DESK, true],
          [PHONE, false],
        ]) {
          await look(
            await report(),
            async (page) => {
              const both = page.locator(".sides:has(.strength):has(.improvement)").first();
              const strength = await both.locator(".strength").boundingBox();
              const improvement = await both.locator(".improvement").boundingBox();
              assert.equal(improvement.x >= strength.x + strength.width, isBeside);
              assert.equal(improvement.y >= strength.y + strength.height, !isBeside);
            },
            { script, size },
          );
        }
      });

      test("a recommendation leads to similar ones", async () => {
        await look(
          await report(),
          async (page) => {
            const made = page.locator("section[aria-labelledby=recommendations]");
            await made.getByRole("link", { name: /^Find similar/ }).first().click();
            await page.waitForURL(/\/similar\?id=/);
            assert.match(await page.locator("main").innerText(), /similar recommendation/);
          },
          { script },
        );
      });

      test("passages that match are marked, in a PDF and in a web page", async () => {
        for (const path of [await report("?q=%22information%22"), await webReport("?q=%22information%22")]) {
          await look(
            path,
            async (page) => {
              const marks = await page.locator(".passage mark").allInnerTexts();
              assert.ok(marks.length > 0, path);
              for (const mark of marks) assert.equal(mark.toLowerCase(), "information");
            },
            { script },
          );
        }
      });

      test("what matches is marked on the page's picture where the words stand", async () => {
        await look(
          await report("?q=enquiries"),
          async (page) => {
            const first = page.locator("section.matches li").first();
            await first.getByRole("link", { name: /^page \d/ }).click();
            await page.waitForURL(/\/pages\/\d+/);
            const picture = page.locator(".leaf img");
            await page.waitForLoadState("networkidle");
            assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 0));
            const off = await page.locator(".leaf svg").evaluate(missed, "enquir");
            assert.deepEqual(off, []);
          },
          { script },
        );
      });

      test("one goes from hit to hit, from page to page, and by the small pictures", async () => {
        await look(
          await report("/pages/1?q=assessment"),
          async (page) => {
            const bar = page.locator(".hits-bar");
            const seen = new Set();
            await bar.getByRole("link", { name: /Next hit/ }).click();
            for (let hit = 1; hit <= 3; hit += 1) {
              await page.waitForFunction(
                ([place, wanted]) => document.querySelector(place).innerText.startsWith(wanted),
                [".hits-bar", `Passage ${hit} of`],
              );
              assert.ok((await page.locator("rect.found").count()) > 0);
              seen.add(page.url());
              await bar.getByRole("link", { name: /Next hit/ }).click();
            }
            assert.equal(seen.size, 3);
            await bar.getByRole("link", { name: /Previous hit/ }).click();
            await page.waitForURL([...seen].at(-1));
            await page.getByRole("link", { name: /Next page/ }).click();
            const thumbs = page.getByRole("navigation", { name: "All pages" });
            const tagged = thumbs.locator("a:has(.tag)").first();
            const number = Number.parseInt(await tagged.innerText(), 10);
            await tagged.click();
            await page.waitForURL(new RegExp(`/pages/${number}\\?`));
            const current = await thumbs.locator("[aria-current]").innerText();
            assert.equal(Number.parseInt(current, 10), number);
          },
          { script, moves: true },
        );
      });

      test("the text on a page's picture can be selected, line by line", async () => {
        await look(
          await report("/pages/4"),
          async (page) => {
            const line = page.locator(".leaf svg text", { hasText: /Recommendations/ }).first();
            const { selected, printed } = await line.evaluate((text) => {
              const range = new Range();
              range.selectNodeContents(text);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              return { selected: getSelection().toString().trim(), printed: text.textContent.trim() };
            });
            assert.equal(selected, printed);
            const box = await line.boundingBox();
            const leaf = await page.locator(".leaf img").boundingBox();
            assert.ok(box.x >= leaf.x && box.x + box.width <= leaf.x + leaf.width + 1);
          },
          { script },
        );
      });

      test("the original is downloaded, byte for byte", async () => {
        await look(
          await report(),
          async (page) => {
            const [download] = await Promise.all([
              page.waitForEvent("download"),
              page.getByRole("link", { name: "Download the original" }).click(),
            ]);
            assert.equal(download.suggestedFilename(), REPORT);
            const original = await readFile(join(root, "samples", "documents", REPORT));
            assert.ok(original.equals(await readFile(await download.path())));
          },
          { script },
        );
      });

      test("a quotation has its words, title, publisher, date, page and address", async () => {
        await look(
          await report(),
          async (page) => {
            const passage = page.locator(".strength .passage").first();
            const words = (await passage.locator("[data-words]").innerText()).trim();
            const number = /\d+/.exec(await passage.locator(".where").first().innerText())[0];
            await passage.getByRole("link", { name: "Quote" }).click();
            let quotation;
            if (script) {
              await passage.getByRole("link", { name: "Copied" }).waitFor();
              quotation = await page.evaluate(() => navigator.clipboard.readText());
            } else {
              quotation = await page.locator("#quotation").inputValue();
            }
            for (const part of [
              `“${words}”`,
              "Ashmere North",
              "HM Inspectorate of Probation",
              "November 2024",
              `page ${number}`,
            ]) {
              assert.ok(quotation.includes(part), `${part} is not in ${quotation}`);
            }
            const permalink = new URL(/http:\S+/.exec(quotation)[0]);
            await page.goto(permalink.pathname + permalink.search + permalink.hash);
            assert.ok((await page.locator(permalink.hash).innerText()).includes(words));
          },
          { script, moves: true },
        );
      });
    });
  }

  test("printed, a document and a list of results are words, ratings and marks alone", async () => {
    for (const [path, kept, left] of [
      [await report("?q=enquiries"), ".passage, .rating, .sides", "header.site, .actions, .contents, [data-quote]"],
      ["/?q=enquiries&in=findings", ".hit, .hit .rating, .summary", "header.site, .filters, .tabs, .take"],
    ]) {
      await look(
        path,
        async (page) => {
          await page.emulateMedia({ media: "print", colorScheme: "dark" });
          for (const one of kept.split(", ")) assert.ok(await page.locator(one).first().isVisible(), one);
          for (const one of await page.locator(left).all()) assert.ok(!(await one.isVisible()), path);
          const mark = page.locator("mark").first();
          const looks = await mark.evaluate((place) => {
            const { textDecorationLine, color } = getComputedStyle(place);
            return { textDecorationLine, color };
          });
          assert.equal(looks.textDecorationLine, "underline", "printers leave backgrounds out");
          const [red, green, blue] = looks.color.match(/\d+/g).map(Number);
          assert.ok(red + green + blue < 3 * 80, `${looks.color} is dark on paper, whatever the screen's scheme`);
          const paper = await page.pdf({ format: "A4" });
          assert.ok(paper.length > 1000);
        },
        { scheme: "dark", moves: true },
      );
    }
  });
}

/**
 * Runs in the browser: marks of a page's picture that stand elsewhere than a word that begins with `stem`,
 * and such words without a mark. Words are where the page's own text lies, which is stretched over its
 * line, so that a letter may be some points beside the printed one.
 */
function missed(picture, stem) {
  const NEAR = 12;
  const words = [...picture.querySelectorAll("text")].flatMap((line) => {
    const found = [...line.textContent.matchAll(new RegExp(`\\b${stem}\\w*`, "gi"))];
    return found.map((word) => {
      const start = line.getStartPositionOfChar(word.index);
      const end = line.getEndPositionOfChar(word.index + word[0].length - 1);
      return { text: word[0], left: start.x, right: end.x, base: start.y };
    });
  });
  const marks = [...picture.querySelectorAll("rect.found")].map((mark) => {
    const { x, y, width, height } = mark.getBBox();
    return { left: x, right: x + width, top: y, bottom: y + height };
  });
  const fits = (word, mark) =>
    Math.abs(word.left - mark.left) < NEAR &&
    Math.abs(word.right - mark.right) < NEAR &&
    mark.top < word.base &&
    word.base < mark.bottom + 1;
  const bare = words.filter((word) => !marks.some((mark) => fits(word, mark)));
  const astray = marks.filter((mark) => !words.some((word) => fits(word, mark)));
  return words.length > 0 ? [...bare, ...astray] : ["no such word on this page"];
}
