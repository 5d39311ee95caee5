// Takes pictures of the pages, to be looked at: node shots.mjs FOLDER [NAME…]

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

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error("say where the pictures shall go: node shots.mjs FOLDER [NAME…]");
await mkdir(folder, { recursive: true });
const site = await start();
const browser = await open();
try {
  const pages = { ...(await addresses(site)), "signed in": ["/ingestion"], correct: [null] };
  const { report } = pages;
  pages.correct = [`${report[0]}/correct`];
  for (const [name, [path]] of Object.entries(pages)) {
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
