// Every test in one process, so that there is one server and one browser. `node --test all.mjs` prints
// the counts and ends with an error where one fails.

import { after, before, describe } from "node:test";

import { open } from "./browser.mjs";
import { start, stop } from "./site.mjs";
import { document } from "./document.mjs";
import { everywhere } from "./everywhere.mjs";
import { help } from "./help.mjs";
import { ingestion } from "./ingestion.mjs";
import { search } from "./search.mjs";
import { similar } from "./similar.mjs";
import { units } from "./units.mjs";

/** What the tests share; filled before the first. */
const shared = {};

describe("web pages", { concurrency: 1 }, () => {
  before(async () => {
    shared.site = await start();
    shared.browser = await open();
  });
  after(async () => {
    await shared.browser?.close();
    if (shared.site) await stop(shared.site);
  });

  search(shared);
  document(shared);
  similar(shared);
  units(shared);
  ingestion(shared);
  help(shared);
  everywhere(shared);
});
