// A server of its own for the browser: the real binary, in a folder of its own, with the samples.

import { spawn } from "node:child_process";
import { cp, mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { openAsBlob } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const TOKEN = "token-of-the-browser";

/** How long anything may take before a test gives up. Machines that run tests can be slow. */
export const PATIENCE = 60_000;

const binary = process.env.BINARY_UNDER_TEST ?? join(root, "target", "debug", "probity");

/** Names and texts that must be shown as text, wherever they turn up. */
export const HOSTILE = {
  name: "<img src=x onerror=document.title='owned'>.txt",
  text:
    "<script>document.title='owned'</script> & \"heron\" inspection\n\n" +
    "A heron said <b onmouseover=document.title='owned'>that</b> </script><script>document.title='owned'</script> it was &lt;so&gt;.\n",
};

/** Starts a server on the samples, a hostile document and some bad files. */
export async function start() {
  const folder = await mkdtemp(join(tmpdir(), "probity-web-"));
  const watch = join(folder, "watch");
  await mkdir(watch);
  await writeFile(
    join(folder, "config.toml"),
    `[watch]\nsettle = "100ms"\ngrace = "0s"\n[server]\nlisten = "127.0.0.1:0"\ntoken = "${TOKEN}"\n` +
      `[units]\nfile = ${JSON.stringify(join(root, "samples", "units.toml"))}\n`,
  );
  await cp(join(root, "samples", "documents"), watch, { recursive: true });
  for (const bad of ["empty.pdf", "really-png.pdf"]) {
    await cp(join(root, "samples", "bad", bad), join(watch, bad));
  }
  await writeFile(join(watch, HOSTILE.name), HOSTILE.text);
  const files = (await readdir(watch)).length;
  const running = await launch(folder);
  const site = { ...running, folder, watch, files };
  await settled(site, files);
  return site;
}

async function launch(folder) {
  const server = spawn(binary, ["serve"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const log = [];
  server.stderr.on("data", (piece) => log.push(piece));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = line.match(/http:\/\/\S+/);
      if (found) resolve(found[0].replace(/\/$/, ""));
    });
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended (${code}): ${log.join("")}`)));
  });
  return { server, address, log };
}

export async function stop(site) {
  const ended = new Promise((resolve) => site.server.on("exit", resolve));
  site.server.kill();
  await ended;
  await rm(site.folder, { recursive: true, force: true });
}

/** Waits until something holds. */
export async function until(what, holds) {
  const begun = Date.now();
  while (!(await holds())) {
    if (Date.now() - begun > PATIENCE) throw new Error(`not within ${PATIENCE} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until so many files have come to an end. */
export function settled(site, files) {
  return until(`${files} files are done`, async () => {
    const { states, queued } = await json(site, "/api/v1/ingest");
    const done = states.indexed + states.failed + states.duplicate + states.ignored;
    return done >= files && queued === 0;
  });
}

export async function json(site, path) {
  const answer = await fetch(site.address + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The id of the document that a dropped file holds. */
export async function documentOf(site, name) {
  const { files } = await json(site, "/api/v1/ingest/files?limit=1000");
  const row = files.find((file) => file.path === name);
  if (!row?.document_id) throw new Error(`no document of ${name}: ${JSON.stringify(row)}`);
  return row.document_id;
}

/** Uploads through the API, as another program would. */
export async function upload(site, path, name) {
  const body = new FormData();
  body.append("file", await openAsBlob(path), name);
  const headers = { authorization: `Bearer ${TOKEN}` };
  return fetch(`${site.address}/api/v1/documents`, { method: "POST", body, headers });
}
