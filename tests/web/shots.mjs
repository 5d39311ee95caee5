// Takes pictures of the pages, to be looked at: node shots.mjs FOLDER [NAME…]
// Those that the README shows: node shots.mjs --readme ../../docs

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { addresses } from "./addresses.mjs";
import { DESK, open, PHONE, WIDE } from "./browser.mjs";
import { start, stop, TOKEN } from "./site.mjs";

const LOOKS = {
  light: { colorScheme: "light", viewport: DESK },
  dark: { colorScheme: "dark", viewport: DESK },
  phone: { colorScheme: "light", viewport: PHONE, deviceScaleFactor: 2 },
  wide: { colorScheme: "light", viewport: WIDE },
};

const SHOWN = { width: 1200, height: 960 };
const ASKED = "/?q=housing&region=Westvale+and+the+Skerry&region=Northmarch";

/** What the README shows, as much as fits on a screen. */
async function readme(browser, site) {
  const { report } = await addresses(site);
  const results = await browser.newContext({ baseURL: site.address, viewport: SHOWN });
  const page = await results.newPage();
  const take = async (page, name) => {
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  await page.goto(ASKED);
  await take(page, "search");
  await page.goto(report[0]);
  await take(page, "document");
  await page.goto(`${report[0]}/pages/6?q=housing`);
  await page.waitForLoadState("networkidle");
  await page.locator("rect.found").first().scrollIntoViewIfNeeded();
  await take(page, "page");
  await results.close();
  const phone = { width: 420, height: 960 };
  const dark = await browser.newContext({ baseURL: site.address, viewport: phone, colorScheme: "dark" });
  const small = await dark.newPage();
  await small.goto("/?q=housing");
  await take(small, "phone");
  await dark.close();
}

const options = process.argv.slice(2);
const forReadme = options[0] === "--readme";
const [folder, ...wanted] = forReadme ? options.slice(1) : options;
if (!folder) throw new Error("say where the pictures shall go: node shots.mjs FOLDER [NAME…]");
await mkdir(folder, { recursive: true });
const site = await start();
const browser = await open();
try {
  if (forReadme) await readme(browser, site);
  const pages = { ...(await addresses(site)), "signed in": ["/ingestion"], correct: [null] };
  const { report } = pages;
  pages.correct = [`${report[0]}/correct`];
  for (const [name, [path]] of forReadme ? [] : Object.entries(pages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const [look, options] of Object.entries(LOOKS)) {
      const context = await browser.newContext({ baseURL: site.address, ...options });
      const page = await context.newPage();
      if (name === "signed in" || name === "correct") {
        await page.goto("/sign-in");
        await page.getByLabel("Token").fill(TOKEN);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.waitForURL(/\/ingestion/);
      }
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      const file = join(folder, `${name.replaceAll(" ", "-")}-${look}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await stop(site);
}
