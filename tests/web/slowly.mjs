// A slow line in front of the server: pages come in pieces, with time between them to be drawn. Besides
// even pieces, the page is cut where a large box has begun and is drawn empty.

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
  if (!isPage) return answer.end(body);
  let from = 0;
  for (const to of cuts(body)) {
    answer.write(body.subarray(from, to));
    from = to;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  answer.end();
}

/** Where pieces end, in bytes. */
function cuts(body) {
  const even = Array.from({ length: PIECES }, (_, at) => Math.ceil((body.length * (at + 1)) / PIECES));
  const begun = body.toString("latin1").matchAll(/<(?:header|main|footer)\b[^>]*>\s*/g);
  const empty = Array.from(begun, (tag) => tag.index + tag[0].length);
  return [...new Set([...even, ...empty])].sort((one, other) => one - other);
}
