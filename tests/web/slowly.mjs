// A slow line in front of the server: pages come in pieces, with time between them to be drawn.

import { createServer } from "node:http";

const PIECES = 12;
const PAUSE = 60;

/** Headers that are about one connection or its coding, and so not for the next. */
const OF_THE_LINE = ["connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"];

/** Opens the line: `address` is where the site is reached through it, `close` ends it. */
export async function slowly(site) {
  const line = createServer((request, answer) => {
    pass(site, request, answer).catch((error) => answer.destroy(error));
  });
  await new Promise((resolve) => line.listen(0, "127.0.0.1", resolve));
  const close = () => {
    line.close();
    line.closeAllConnections();
  };
  return { ...site, address: `http://127.0.0.1:${line.address().port}`, close };
}

async function pass(site, request, answer) {
  const { accept = "*/*", cookie = "" } = request.headers;
  const got = await fetch(site.address + request.url, { headers: { accept, cookie } });
  const headers = [...got.headers].filter(([name]) => !OF_THE_LINE.includes(name));
  answer.writeHead(got.status, Object.fromEntries(headers));
  const body = Buffer.from(await got.arrayBuffer());
  const isPage = got.headers.get("content-type")?.startsWith("text/html");
  const size = Math.ceil(body.length / (isPage ? PIECES : 1)) || 1;
  for (let at = 0; at < body.length; at += size) {
    answer.write(body.subarray(at, at + size));
    if (isPage) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  answer.end();
}
