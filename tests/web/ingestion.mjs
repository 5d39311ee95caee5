// Ingestion: the queue and its failures, sign-in, upload, retry, corrections.

import assert from "node:assert/strict";
import { writeFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";

import { tabTo, visit } from "./browser.mjs";
import { documentOf, json, TOKEN, until } from "./site.mjs";

export function ingestion(shared) {
  const look = (path, looking, options) =>
    visit(shared.browser, shared.site, path, looking, options);

  /** Signs in by the form, and looks at the page that follows. */
  const signedIn = (next, looking, options) =>
    look(
      `/sign-in?next=${encodeURIComponent(next)}`,
      async (page, _, context) => {
        await page.getByLabel("Token").fill(TOKEN);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.waitForURL((url) => url.pathname === new URL(next, shared.site.address).pathname);
        await looking(page, context);
      },
      options,
    );

  test("without sign-in, the page shows what failed and why, and offers no buttons", async () => {
    await look("/ingestion", async (page) => {
      const failed = page.locator("section[aria-labelledby=failed]");
      assert.match(await failed.innerText(), /empty\.pdf[\s\S]*\w+.*\./);
      assert.equal(await page.getByRole("button", { name: /Retry|Upload|Pause/ }).count(), 0);
      assert.equal(await page.getByRole("link", { name: /sign in/i }).count(), 1);
      assert.ok((await page.locator("section[aria-labelledby=indexed] li").count()) > 1);
    });
  });

  test("a wrong token is refused with a sentence", async () => {
    await look("/sign-in", async (page) => {
      await page.getByLabel("Token").fill("not the token");
      await page.getByRole("button", { name: "Sign in" }).click();
      assert.match(await page.getByRole("alert").innerText(), /not the server’s token/);
      assert.deepEqual(await page.context().cookies(), []);
    });
  });

  test("the session's cookie is kept from scripts and other sites, and is not the token", async () => {
    await signedIn("/ingestion", async (page, context) => {
      const [cookie] = await context.cookies();
      assert.ok(cookie.httpOnly);
      assert.equal(cookie.sameSite, "Strict");
      assert.ok(!cookie.value.includes(TOKEN));
      assert.equal(await page.evaluate(() => document.cookie), "");
    });
  });

  test("a form of another site, or with another's key, changes nothing", async () => {
    await signedIn("/ingestion", async (page, context) => {
      const [cookie] = await context.cookies();
      const headers = {
        cookie: `${cookie.name}=${cookie.value}`,
        "content-type": "application/x-www-form-urlencoded",
      };
      const key = await page.locator("input[name=key]").first().inputValue();
      const send = (body, more) =>
        fetch(`${shared.site.address}/ingestion`, {
          method: "POST",
          body,
          headers: { ...headers, ...more },
          redirect: "manual",
        });
      assert.equal((await send(`action=pause&key=${"0".repeat(64)}`)).status, 400);
      assert.equal((await send("action=pause")).status, 400);
      const foreign = await send(`action=pause&key=${key}`, { origin: "http://elsewhere.example" });
      assert.equal(foreign.status, 400);
      assert.equal((await json(shared.site, "/api/v1/ingest")).paused, false);
      assert.equal((await send(`action=rescan&key=${key}`)).status, 303);
    });
  });

  for (const script of [true, false]) {
    describe(`ingestion ${script ? "with" : "without"} script`, () => {
      test("a file is uploaded and becomes searchable", async () => {
        const word = script ? "oystercatcher" : "lapwing";
        const name = `${word} note.txt`;
        const file = { name, mimeType: "text/plain", buffer: Buffer.from(`A ${word} was heard.\n`) };
        await signedIn(
          "/ingestion",
          async (page) => {
            await page.locator("input[type=file]").setInputFiles(file);
            await page.getByRole("button", { name: "Upload" }).click();
            await page.getByText(/in the watch folder|lies in the watch folder/).first().waitFor();
            await until("it is found", async () => {
              const found = await json(shared.site, `/api/v1/search?q=${word}`);
              return found.total === 1;
            });
            // The list follows a moment after the search.
            await until("it is listed", async () => (await fileState(name)) === "indexed");
            await page.goto("/ingestion");
            const last = page.locator("section[aria-labelledby=indexed] li").first();
            assert.match(await last.innerText(), new RegExp(word));
          },
          { script },
        );
      });

      test("what failed is retried by its button", async () => {
        const name = script ? "later-1.txt" : "later-2.txt";
        const path = join(shared.site.watch, name);
        await writeFile(path, "");
        await until("it failed", async () => (await fileState(name)) === "failed");
        await signedIn(
          "/ingestion",
          async (page) => {
            const row = page.locator("section[aria-labelledby=failed] li", { hasText: name });
            const before = (await fileRow(name)).updated_at;
            await row.getByRole("button", { name: "Retry" }).click();
            await page.waitForURL(/done=retry/);
            await until("it was tried again", async () => (await fileRow(name)).updated_at !== before);
          },
          { script },
        );
        await rm(path);
        await until("it is gone", async () => (await fileRow(name)) === undefined);
      });

      test("a field is set right beside the words it was read from, and taken back", async () => {
        const id = await documentOf(shared.site, "hallowdaleshire-2024-report.pdf");
        const before = await json(shared.site, `/api/v1/documents/${id}`);
        await signedIn(
          `/documents/${id}/correct`,
          async (page) => {
            const rating = page.getByRole("group", { name: "Overall rating" });
            assert.ok((await rating.locator("blockquote").innerText()).length > 3, "no evidence");
            await page.getByLabel("Published", { exact: true }).fill("someday");
            await page.getByRole("button", { name: "Save" }).click();
            assert.match(await page.getByRole("alert").innerText(), /date such as/);
            assert.equal(await page.getByLabel("Published", { exact: true }).inputValue(), "someday");
            await page.getByLabel("Published", { exact: true }).fill("2023-02-01");
            await page.getByLabel("Overall rating", { exact: true }).selectOption("Inadequate");
            await page.getByRole("button", { name: "Save" }).click();
            await page.waitForURL((url) => url.pathname === `/documents/${id}`);
            const corrected = await json(shared.site, `/api/v1/documents/${id}`);
            assert.deepEqual(corrected.corrections, { rating: "Inadequate", published: "2023-02-01" });
            await page.goto(`/documents/${id}/correct`);
            for (const box of await page.getByLabel("Take the correction back").all()) await box.check();
            await page.getByRole("button", { name: "Save" }).click();
            await page.waitForURL((url) => url.pathname === `/documents/${id}`);
            const again = await json(shared.site, `/api/v1/documents/${id}`);
            assert.deepEqual(again.corrections, {});
            assert.equal(again.published, before.published);
          },
          { script },
        );
      });
    });
  }

  test("files dropped on the page are uploaded", async () => {
    await signedIn("/ingestion", async (page) => {
      const data = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(["A redshank was heard.\n"], "dropped.txt", { type: "text/plain" }));
        return data;
      });
      await page.dispatchEvent("body", "drop", { dataTransfer: data });
      await page.getByText("dropped.txt: in the watch folder").waitFor();
      await until("it is found", async () => {
        const found = await json(shared.site, "/api/v1/search?q=redshank");
        return found.total === 1;
      });
    });
  });

  test("a refused upload says why", async () => {
    await signedIn("/ingestion", async (page) => {
      const file = { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.from("") };
      await page.locator("input[type=file]").setInputFiles(file);
      await page.getByRole("button", { name: "Upload" }).click();
      await page.getByText(/empty\.txt: .*empty/).waitFor();
    });
  });

  test("the page keeps itself up to date", async () => {
    await look("/ingestion", async (page) => {
      await writeFile(join(shared.site.watch, "avocet.txt"), "An avocet was heard.\n");
      await page.locator("section[aria-labelledby=indexed]", { hasText: "avocet.txt" }).waitFor();
    });
  });

  test("signing in, uploading and signing out go by keyboard alone", async () => {
    await look("/sign-in", async (page) => {
      await tabTo(page, "#token");
      await page.keyboard.type(TOKEN);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/ingestion/);
      await tabTo(page, "form[action='/sign-out'] button");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: /sign in/i }).waitFor();
    });
  });

  async function fileRow(name) {
    const { files } = await json(shared.site, "/api/v1/ingest/files?limit=1000");
    return files.find((file) => file.path === name);
  }

  async function fileState(name) {
    return (await fileRow(name))?.state;
  }
}
