// Units and regions: the story of a unit, the overview, and what each cell leads to.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { PHONE, tabTo, visit } from "./browser.mjs";
import { json } from "./site.mjs";

const UNIT = "/units/ashmere-north";

export function units(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);

  for (const script of [true, false]) {
    describe(`units and regions ${script ? "with" : "without"} script`, () => {
      test("a unit's inspections stand on a time line, and in a table", async () => {
        await look(
          UNIT,
          async (page) => {
            const line = page.locator("svg.timeline");
            const label = await line.getAttribute("aria-label");
            assert.match(label, /Inadequate in .* 2022; Requires improvement in .* 2024/);
            assert.equal(await line.locator(".dot").count(), 2);
            const rows = page.locator("section[aria-labelledby=inspections] tbody tr");
            assert.equal(await rows.count(), 2);
            assert.match(await rows.nth(0).innerText(), /2022[\s\S]*Inadequate[\s\S]*4 out of 27/);
          },
          { script },
        );
      });

      test("labels of the time line do not overlap on a phone", async () => {
        await look(
          UNIT,
          async (page) => {
            const boxes = await page.locator("svg.timeline .word").evaluateAll((all) =>
              all.map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                return { left, right, top, bottom };
              }),
            );
            const touch = (a, b) =>
              a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            for (const [place, a] of boxes.entries()) {
              for (const b of boxes.slice(place + 1)) assert.ok(!touch(a, b), "labels overlap");
              assert.ok(a.left >= 0 && a.right <= PHONE.width, "a label is cut off");
            }
          },
          { script, size: PHONE },
        );
      });

      test("standards of two rounds are one matrix, by name; a rating leads to its findings", async () => {
        await look(
          UNIT,
          async (page) => {
            const matrix = page.locator("section[aria-labelledby=standards-over-time] table");
            const staffing = matrix.locator("tr", { hasText: "Staffing" });
            assert.equal(await staffing.count(), 1, "Staff and Staffing are one row");
            assert.equal(await staffing.locator(".rating").count(), 2);
            const court = matrix.locator("tr", { hasText: "Court work" });
            assert.equal(await court.locator(".rating").count(), 1);
            await staffing.locator("a").last().click();
            await page.waitForURL(/in=findings/);
            assert.ok((await page.locator(".hit").count()) > 0, "no findings behind the cell");
          },
          { script },
        );
      });

      test("key questions stand against the medians, and the numbers in a table", async () => {
        const story = await json(shared.site, "/api/v1/pdus/ashmere-north");
        await look(
          UNIT,
          async (page) => {
            const charts = page.locator("svg.question");
            assert.equal(await charts.count(), story.comparison.length);
            const first = story.comparison[0];
            const label = await charts.first().getAttribute("aria-label");
            assert.ok(label.includes(`${first.answers.at(-1).percent}%`), label);
            assert.ok(label.includes(`national median ${first.national_median.percent}%`), label);
            await page.locator("section[aria-labelledby=questions] summary").first().click();
            const table = page.locator("section[aria-labelledby=questions] table").first();
            assert.ok(await table.isVisible());
            assert.match(await table.innerText(), /National median/);
          },
          { script },
        );
      });

      test("recommendations tell their fate and lead to similar ones; news is listed", async () => {
        await look(
          UNIT,
          async (page) => {
            const made = page.locator("section[aria-labelledby=recommendations]");
            assert.ok((await made.locator(".fate").count()) >= 5);
            assert.match(await made.innerText(), /ufficient progress/);
            assert.ok((await page.locator("section[aria-labelledby=news] li").count()) >= 1);
            await made.getByRole("link", { name: "Find similar" }).first().click();
            await page.waitForURL(/similar\?id=/);
            assert.equal(await page.locator("h1").innerText(), "Similar recommendations");
          },
          { script },
        );
      });

      test("the overview is sorted by links, and its matrix leads to findings", async () => {
        await look(
          "/units",
          async (page) => {
            const rows = page.locator("table.units tbody tr");
            await page.locator("table.units thead").getByRole("link", { name: "Latest rating" }).click();
            await page.waitForURL(/sort=rating/);
            const sorted = page.locator("table.units th[aria-sort=ascending]");
            assert.match(await sorted.innerText(), /Latest rating/);
            const first = await rows.first().innerText();
            assert.match(first, /Outstanding|Good/);
            const cell = page.locator("section[aria-labelledby=standards] td a").first();
            const units = Number.parseInt(await cell.innerText(), 10);
            await cell.click();
            await page.waitForURL(/standard_rating=/);
            assert.ok(units >= 1 && (await page.locator(".hit").count()) > 0);
          },
          { script },
        );
      });

      test("a region leads to its units, and a unit back to its region", async () => {
        await look(
          "/units",
          async (page) => {
            await page.locator("section[aria-labelledby=regions]").getByRole("link", { name: "Westvale and the Skerry" }).click();
            await page.waitForURL(/\/regions\//);
            assert.equal(await page.locator("table.units tbody tr").count(), 4);
            await page.locator("table.units").getByRole("link", { name: "Ashmere North" }).click();
            await page.waitForURL(/\/units\/ashmere-north/);
            await page.locator(".trail").getByRole("link", { name: "Westvale and the Skerry" }).click();
            await page.waitForURL(/\/regions\/westvale/);
          },
          { script },
        );
      });
    });
  }

  test("the overview can be sorted by keyboard alone", async () => {
    await look("/units", async (page) => {
      await tabTo(page, "table.units thead th:first-child a");
      await page.keyboard.press("Enter");
      await page.waitForURL(/sort=name/);
    });
  });
}
