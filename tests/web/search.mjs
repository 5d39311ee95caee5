// Search: the box, tabs, facets, chips, sorting, hits, permalinks, what helps on where nothing is found.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { PHONE, tabTo, visit } from "./browser.mjs";
import { json } from "./site.mjs";

const SUMMARY = "#summary";

export function search(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);

  for (const script of [true, false]) {
    describe(`search ${script ? "with" : "without"} script`, () => {
      test("a question is asked from the start page, and its address is a permalink", async () => {
        const address = await look(
          "/",
          async (page) => {
            await page.locator("#q").fill("domestic abuse");
            await page.getByRole("main").getByRole("button", { name: "Search" }).click();
            await page.waitForURL(/q=domestic/);
            assert.ok((await page.locator(".hit mark").count()) > 0);
            return page.url();
          },
          { script },
        );
        await look(
          address.slice(shared.site.address.length),
          async (page) => {
            assert.equal(await page.locator("#q").inputValue(), "domestic abuse");
            assert.ok((await page.locator(".hit").count()) > 0);
          },
          { script },
        );
      });

      test("tabs have the counts that their results have", async () => {
        await look(
          "/?q=probation&in=findings",
          async (page) => {
            for (const name of ["Documents", "Recommendations", "Findings"]) {
              const tab = page.locator(".tabs").getByRole("link", { name });
              const count = (await tab.locator(".count").innerText()).trim();
              await tab.click();
              await page.locator(`.tabs a[aria-current]`, { hasText: name }).waitFor();
              await page.waitForFunction(
                ([place, wanted]) => document.querySelector(place).innerText.startsWith(wanted),
                [SUMMARY, count],
              ).catch(() => {});
              assert.match(await page.locator(SUMMARY).innerText(), new RegExp(`^${count} `));
            }
          },
          { script },
        );
      });

      test("facets count what they give, several are chosen, and chips take them away", async () => {
        await look(
          "/?in=documents",
          async (page) => {
            const rating = page.locator(".facet", { hasText: "Overall rating" });
            const choose = async (name) => {
              await rating.getByRole("link", { name: new RegExp(`^${name}`) }).click();
              await page.locator(".chips", { hasText: name }).waitFor();
            };
            const first = rating.getByRole("link", { name: /^Inadequate/ });
            const count = Number.parseInt(await first.locator(".count").innerText(), 10);
            await choose("Inadequate");
            assert.match(await page.locator(SUMMARY).innerText(), new RegExp(`^${count} `));
            await choose("Good");
            const { total } = await json(
              shared.site,
              "/api/v1/search?in=documents&rating=Inadequate&rating=Good",
            );
            assert.match(await page.locator(SUMMARY).innerText(), new RegExp(`^${total} `));
            await page.locator(".chips").getByRole("link", { name: /Inadequate/ }).click();
            await page.locator(".chips", { hasText: "Inadequate" }).waitFor({ state: "detached" });
            assert.match(page.url(), /rating=Good/);
            assert.doesNotMatch(page.url(), /Inadequate/);
          },
          { script },
        );
      });

      test("a hit tells rating, unit, month, section, page, and shows the words", async () => {
        await look(
          "/?q=domestic+abuse&in=findings&pdu=Ashmere+North&year=2024",
          async (page) => {
            const hit = page.locator(".hit").first();
            const text = await hit.innerText();
            assert.ok(await hit.locator(".rating").isVisible());
            for (const part of [/Ashmere North/, /20\d\d/, /page \d+/]) assert.match(text, part);
            assert.ok((await hit.locator(".section").innerText()).length > 3);
            assert.ok((await hit.locator("mark").count()) > 0);
          },
          { script },
        );
      });

      test("the order is chosen by links", async () => {
        await look(
          "/?in=documents",
          async (page) => {
            await page.getByRole("link", { name: "Oldest first" }).click();
            await page.waitForURL(/sort=oldest/);
            const first = await page.locator(".hit").first().innerText();
            assert.match(first, /202[0-3]/);
          },
          { script },
        );
      });

      test("a misspelt word is offered right, and nothing found leads on", async () => {
        await look(
          "/?q=probatoin+assesment&in=findings",
          async (page) => {
            assert.match(await page.locator("main").innerText(), /Did you mean/);
          },
          { script },
        );
        await look(
          "/?q=xyzzyplugh&year=2024",
          async (page) => {
            assert.match(await page.locator(".empty").innerText(), /Nothing matches/);
            await page.getByRole("link", { name: "Search without filters" }).click();
            await page.waitForURL((url) => !url.search.includes("year"));
          },
          { script },
        );
      });

      test("results are relaxed with a label", async () => {
        await look(
          "/?q=heron+inspection+caseloads+vacancies&in=findings",
          async (page) => {
            assert.match(await page.locator(".note").first().innerText(), /most of them/);
          },
          { script },
        );
      });

      test("what was found is taken along: table, data, feed, link", async () => {
        await look(
          "/?q=caseloads&in=findings",
          async (page) => {
            const take = page.locator(".take");
            const [csv] = await Promise.all([
              page.waitForEvent("download"),
              take.getByRole("link", { name: /CSV/ }).click(),
            ]);
            assert.match(csv.suggestedFilename(), /\.csv$/);
            const feed = await take.getByRole("link", { name: /Atom/ }).getAttribute("href");
            const answer = await fetch(new URL(feed, shared.site.address));
            assert.match(answer.headers.get("content-type"), /atom\+xml/);
          },
          { script },
        );
      });
    });
  }

  test("with script, results change without a new page, and Back brings them back", async () => {
    await look("/?q=probation&in=findings", async (page) => {
      await page.evaluate(() => {
        window.isSamePage = true;
      });
      const before = await page.locator(SUMMARY).innerText();
      await page.locator(".facet a").first().click();
      await page.locator(".chips").waitFor();
      assert.equal(await page.evaluate(() => window.isSamePage), true);
      assert.match(await page.locator("#status").innerText(), /finding/);
      await page.goBack();
      await page.locator(".chips").waitFor({ state: "detached" });
      assert.equal(await page.locator(SUMMARY).innerText(), before);
    });
  });

  test("with script, units are suggested while one types, by keyboard", async () => {
    await look("/", async (page) => {
      await page.locator("#q").pressSequentially("ashmere n");
      const option = page.getByRole("option", { name: /Ashmere North/ }).first();
      await option.waitFor();
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator("[role=option][aria-selected=true]").count(), 1);
      await page.keyboard.press("Escape");
      await option.waitFor({ state: "hidden" });
    });
  });

  test("searching, narrowing and opening a hit go by keyboard alone", async () => {
    await look("/", async (page) => {
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.type("caseloads");
      await page.keyboard.press("Enter");
      await page.waitForURL(/q=caseloads/);
      await page.locator(SUMMARY).waitFor();
      await tabTo(page, ".hit h3 a");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/documents\//);
    });
  });

  test("the first Tab offers to skip to the content, and filters are reached on a phone", async () => {
    await look(
      "/?q=caseloads&in=findings",
      async (page) => {
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
        await page.keyboard.press("Enter");
        assert.match(page.url(), /#main$/);
        await page.getByRole("link", { name: "Filters" }).click();
        assert.ok(await page.locator("#filters-title").isVisible());
      },
      { size: PHONE },
    );
  });
}
